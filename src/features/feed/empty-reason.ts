import { type Day, getWeekday, type Period } from "@/lib/day";

/**
 * Explains why a period has no papers: first by the calendar, then by the state of its sources.
 *
 * @param dayNotes sentences on the sources
 */
export const explainEmptyPeriod = (period: Period, today: Day, dayNotes: string[] = []): string =>
  [explainByCalendar(period, today), ...dayNotes].join(" ");

function explainByCalendar({ kind, first, last }: Period, today: Day): string {
  if (first > today) return `This ${kind} is in the future.`;
  if (kind === "day" && isWeekend(first)) return "No papers on weekends.";
  if (last < today) return `No papers were listed here for this ${kind}.`;
  return kind === "day"
    ? "No papers for today yet. They usually arrive during the day."
    : `No papers for this ${kind} yet.`;
}

const isWeekend = (day: Day) => [0, 6].includes(getWeekday(day));
