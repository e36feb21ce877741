import { addDays, type Day, getWeekday } from "@/lib/day";

/**
 * The days in New York on which arXiv keeps holiday, as it stated them on
 * https://info.arxiv.org/help/availability.html for each year. Of 2025 the page never told December.
 */
const PUBLISHED_HOLIDAYS: Record<string, string> = {
  2023: "01-16 06-14 06-19 07-04 09-04 11-23 12-25 12-27",
  2024: "01-15 05-22 06-19 07-04 09-02 11-28 12-25 12-26 12-31",
  2025: "01-01 01-20 06-19 07-06 09-01 11-27 12-25",
  2026: "01-01 01-19 06-19 07-03 09-07 11-26 12-25 12-29 12-31",
};

const SATURDAY = 6;

/** The nth of a weekday in a month, `01-19` say. */
function findNthWeekday(year: string, month: string, day: number, count: number): string {
  const first = `${year}-${month}-01`;
  const ahead = (day - getWeekday(first) + 7) % 7;
  return addDays(first, ahead + 7 * (count - 1)).slice(5);
}

/** A fixed date; off the weekend, as offices keep it. */
function moveOffWeekend(year: string, date: string): string {
  const day = `${year}-${date}`;
  const shift = getWeekday(day) === SATURDAY ? -1 : getWeekday(day) === 0 ? 1 : 0;
  return addDays(day, shift).slice(5);
}

/** What the stated years have in common; Juneteenth since it is kept. */
function listUsualHolidays(year: string): string[] {
  return [
    moveOffWeekend(year, "01-01"),
    findNthWeekday(year, "01", 1, 3),
    ...(year >= "2021" ? [moveOffWeekend(year, "06-19")] : []),
    moveOffWeekend(year, "07-04"),
    findNthWeekday(year, "09", 1, 1),
    findNthWeekday(year, "11", 4, 4),
    moveOffWeekend(year, "12-25"),
  ];
}

/** Whether arXiv keeps holiday on a calendar day in New York; in years it hasn't stated, the usual days. */
export function isHoliday(day: Day): boolean {
  const year = day.slice(0, 4);
  return (PUBLISHED_HOLIDAYS[year]?.split(" ") ?? listUsualHolidays(year)).includes(day.slice(5));
}
