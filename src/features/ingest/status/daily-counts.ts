import { addDays, type Day } from "@/lib/day";

const WEEKS = 8;
/** Fewer say nothing of what is usual. */
const FEWEST = 2;

/** What came on a day, beside what usually comes on such a weekday; null where nobody knows. */
export type DayCount = { day: Day; count: number; usual: number | null };

/** The first day that is needed to tell what is usual on one. */
export const findFirstNeededDay = (day: Day): Day => addDays(day, -7 * WEEKS);

/** The same weekday of the eight weeks before, the nearest first. */
export const listSameWeekdays = (day: Day): Day[] =>
  Array.from({ length: WEEKS }, (_, index) => addDays(day, -7 * (index + 1)));

export function computeMedian(numbers: number[]): number | null {
  if (numbers.length < FEWEST) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return Math.round((low + high) / 2);
}

/**
 * Some days up to `last`, oldest first. Usual is the median of the same weekday over the eight
 * weeks before, as far back as the source is known: before its first day nothing could come.
 */
export function buildDailyCounts(counts: Map<Day, number>, last: Day, days: number): DayCount[] {
  const known = [...counts.keys()].sort();
  const [first = last] = known;
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(last, index - days + 1);
    const before = listSameWeekdays(day).filter((earlier) => earlier >= first);
    const usual = computeMedian(before.map((earlier) => counts.get(earlier) ?? 0));
    return { day, count: counts.get(day) ?? 0, usual };
  });
}

/** Whether so few came that a reader wonders: less than half of the usual. */
export const isBelowUsual = ({ count, usual }: Pick<DayCount, "count" | "usual">): boolean =>
  usual !== null && usual >= 4 && count < usual / 2;
