import { type Day, getWeekday, type Period } from "@/lib/day";

/** Why a period without papers has none: what the calendar tells, and then what its sources tell. */
export const explainEmptyPeriod = (period: Period, today: Day, news: string[] = []): string =>
  [byCalendar(period, today), ...news].join(" ");

function byCalendar(period: Period, today: Day): string {
  const name = period.kind;
  if (period.first > today) return `This ${name} is still to come.`;
  if (period.last >= today) {
    if (name !== "day") return `No papers are listed for this ${name} yet.`;
    return isWeekend(period.first)
      ? "It is the weekend: papers are listed from Monday to Friday."
      : "No papers are listed for today yet. They usually arrive in the course of the day.";
  }
  if (name === "day" && isWeekend(period.first)) {
    return "It was a weekend: papers are listed from Monday to Friday.";
  }
  return `No papers were listed on this site for this ${name}.`;
}

const isWeekend = (day: Day) => [0, 6].includes(getWeekday(day));
