import { addDays, type Day } from "@/lib/day";

const WEEKS_COMPARED = 8;
/** Fewer earlier counts than this don't show what is usual. */
const MIN_COUNTS_FOR_MEDIAN = 2;
/** On days with fewer usual papers, half of them missing is chance. */
const MIN_USUAL_COUNT = 4;

/** A day's number of papers, and the usual number for its weekday; null while that is unknown. */
export type DayCount = { day: Day; count: number; usual: number | null };

/** Returns the earliest day whose count is needed to compute what is usual on a day. */
export const findFirstNeededDay = (day: Day): Day => addDays(day, -7 * WEEKS_COMPARED);

/** Lists the same weekday of the eight weeks before a day, the latest first. */
export const listSameWeekdays = (day: Day): Day[] =>
  Array.from({ length: WEEKS_COMPARED }, (_, index) => addDays(day, -7 * (index + 1)));

/** Returns the rounded median; null for fewer than two numbers. */
export function computeMedian(numbers: number[]): number | null {
  if (numbers.length < MIN_COUNTS_FOR_MEDIAN) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return Math.round((low + high) / 2);
}

/**
 * Builds the counts of the `days` days up to `last`, oldest first. The usual number is the median
 * of the same weekday over the eight weeks before. Weeks before the source's first day don't count.
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

/** Whether a count is less than half of the usual one. */
export const isBelowUsual = ({ count, usual }: Pick<DayCount, "count" | "usual">): boolean =>
  usual !== null && usual >= MIN_USUAL_COUNT && count < usual / 2;
