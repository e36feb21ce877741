/** How many papers a month (`YYYY-MM`, UTC) has. */
export type MonthCount = { month: string; papers: number };

/** A bar of the chart: a month, or a year where there would be too many months. */
export type Bar = { key: string; papers: number };

const MAX_MONTH_BARS = 48;

const numberOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthOfNumber = (number: number) =>
  `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

/**
 * A bar for every month from the first to the last that has papers, also for those without; by
 * years where that would be more than four years of months.
 *
 * @param counts the oldest first
 */
export function buildBars(counts: MonthCount[]): Bar[] {
  const [first, last] = [counts[0], counts.at(-1)];
  if (!first || !last) return [];
  const months = numberOf(last.month) - numberOf(first.month) + 1;
  const byYear = months > MAX_MONTH_BARS;
  const papers = new Map<string, number>();
  for (const count of counts) {
    const key = byYear ? count.month.slice(0, 4) : count.month;
    papers.set(key, (papers.get(key) ?? 0) + count.papers);
  }
  const keys = Array.from({ length: months }, (_, index) =>
    monthOfNumber(numberOf(first.month) + index),
  );
  const spans = byYear ? [...new Set(keys.map((key) => key.slice(0, 4)))] : keys;
  return spans.map((key) => ({ key, papers: papers.get(key) ?? 0 }));
}
