import { addDays, type Day, getWeekday, toUtcDay } from "@/lib/day";

/** Subscribers who joined and left in the week that begins on a Monday (UTC), and the total at its end. */
export type Week = { monday: Day; joined: number; left: number; subscribers: number };

/** How many subscribers joined and left on a day (UTC). */
type DayChange = { day: Day; joined: number; left: number };

const WEEKS_SHOWN = 53;

const getMonday = (day: Day): Day => addDays(day, -((getWeekday(day) + 6) % 7));

/** Returns the first day that is shown: the Monday 52 weeks before this week's. */
export const getGrowthStart = (now: Date): Day =>
  addDays(getMonday(toUtcDay(now)), -7 * (WEEKS_SHOWN - 1));

/**
 * Sums changes by week for a year, oldest week first.
 *
 * The totals are counted back from `activeNow`, because a subscription holds only the last time its
 * subscriber joined and left. Days before the year are ignored.
 */
export function sumByWeek(changes: DayChange[], activeNow: number, now: Date): Week[] {
  const start = getGrowthStart(now);
  const weeks = Array.from({ length: WEEKS_SHOWN }, (_, index): Week => {
    return { monday: addDays(start, 7 * index), joined: 0, left: 0, subscribers: 0 };
  });
  const byMonday = new Map(weeks.map((week) => [week.monday, week]));
  for (const { day, joined, left } of changes) {
    const week = byMonday.get(getMonday(day));
    if (!week) continue;
    week.joined += joined;
    week.left += left;
  }
  let subscribers = activeNow;
  for (const week of weeks.toReversed()) {
    week.subscribers = subscribers;
    subscribers = Math.max(0, subscribers - week.joined + week.left);
  }
  return weeks;
}
