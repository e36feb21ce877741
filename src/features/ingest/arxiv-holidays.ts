import { addDays, type Day, getWeekday } from "@/lib/day";

/**
 * arXiv's holidays, days in New York, as published for each year on
 * https://info.arxiv.org/help/availability.html. For 2025 the page never listed December.
 */
const PUBLISHED_HOLIDAYS: Record<string, string> = {
  2023: "01-16 06-14 06-19 07-04 09-04 11-23 12-25 12-27",
  2024: "01-15 05-22 06-19 07-04 09-02 11-28 12-25 12-26 12-31",
  2025: "01-01 01-20 06-19 07-06 09-01 11-27 12-25",
  2026: "01-01 01-19 06-19 07-03 09-07 11-26 12-25 12-29 12-31",
};

const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

/** Returns the nth of a weekday in a month, as `01-19`. */
function findNthWeekday(year: string, month: string, weekday: number, n: number): string {
  const first = `${year}-${month}-01`;
  const ahead = (weekday - getWeekday(first) + 7) % 7;
  return addDays(first, ahead + 7 * (n - 1)).slice(5);
}

/** Moves a date on a weekend to the nearest weekday, as US offices do. */
function moveOffWeekend(year: string, date: string): string {
  const day = `${year}-${date}`;
  if (getWeekday(day) === SATURDAY) return addDays(day, -1).slice(5);
  if (getWeekday(day) === SUNDAY) return addDays(day, 1).slice(5);
  return date;
}

/** Lists the holidays that the published years share; Juneteenth since it became one, in 2021. */
function listUsualHolidays(year: string): string[] {
  return [
    moveOffWeekend(year, "01-01"),
    findNthWeekday(year, "01", MONDAY, 3),
    ...(year >= "2021" ? [moveOffWeekend(year, "06-19")] : []),
    moveOffWeekend(year, "07-04"),
    findNthWeekday(year, "09", MONDAY, 1),
    findNthWeekday(year, "11", THURSDAY, 4),
    moveOffWeekend(year, "12-25"),
  ];
}

/** Whether a calendar day in New York is a holiday of arXiv. Years it hasn't published have the usual ones. */
export function isHoliday(day: Day): boolean {
  const year = day.slice(0, 4);
  return (PUBLISHED_HOLIDAYS[year]?.split(" ") ?? listUsualHolidays(year)).includes(day.slice(5));
}
