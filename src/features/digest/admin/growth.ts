import { addDays, type Day, getWeekday, toUtcDay } from "@/lib/day";

/** Readers who came and left in the week from a Monday on (UTC), and how many there were at its end. */
export type Week = { monday: Day; came: number; left: number; readers: number };

/** How many came and left on a day. */
export type DayChange = { day: Day; came: number; left: number };

const WEEKS = 53;

const mondayOf = (day: Day): Day => addDays(day, -((getWeekday(day) + 6) % 7));

/** The first day of the year that is shown. */
export const growthStart = (now: Date): Day => addDays(mondayOf(toUtcDay(now)), -7 * (WEEKS - 1));

/**
 * A year by weeks, oldest first. Counted back from today's readers: what a row tells is when its reader
 * came last and left, not whether they had been here before.
 */
export function toWeeks(changes: DayChange[], readers: number, now: Date): Week[] {
  const first = growthStart(now);
  const weeks = Array.from({ length: WEEKS }, (_, index) => ({
    ...{ monday: addDays(first, 7 * index), came: 0, left: 0, readers },
  }));
  const byMonday = new Map(weeks.map((week) => [week.monday, week]));
  for (const { day, came, left } of changes) {
    const week = byMonday.get(mondayOf(day));
    if (!week) continue;
    week.came += came;
    week.left += left;
  }
  let after = readers;
  for (const week of weeks.toReversed()) {
    week.readers = after;
    after = Math.max(0, after - week.came + week.left);
  }
  return weeks;
}
