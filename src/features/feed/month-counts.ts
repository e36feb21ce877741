/** The number of papers of a month (`YYYY-MM`, UTC). */
export type MonthCount = { month: string; papers: number };

/** A bar of the chart. Its key is a month, or a year if there are too many months. */
export type Bar = { key: string; papers: number };

const MAX_MONTH_BARS = 48;

/** Months are numbered from January of year 0. */
const toMonthNumber = (month: string) =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

function formatMonthNumber(number: number): string {
  const year = String(Math.floor(number / 12)).padStart(4, "0");
  const month = String((number % 12) + 1).padStart(2, "0");
  return `${year}-${month}`;
}

/**
 * Returns a bar for every month from the first to the last one with papers, empty months included;
 * for every year instead if that would be more than 48 bars.
 *
 * @param counts the oldest first
 */
export function buildBars(counts: MonthCount[]): Bar[] {
  const [first, last] = [counts[0], counts.at(-1)];
  if (!first || !last) return [];
  const firstNumber = toMonthNumber(first.month);
  const monthCount = toMonthNumber(last.month) - firstNumber + 1;
  const byYear = monthCount > MAX_MONTH_BARS;
  const toKey = (month: string) => (byYear ? month.slice(0, 4) : month);

  const papers = new Map<string, number>();
  for (let index = 0; index < monthCount; index += 1) {
    papers.set(toKey(formatMonthNumber(firstNumber + index)), 0);
  }
  for (const count of counts) {
    const key = toKey(count.month);
    papers.set(key, (papers.get(key) ?? 0) + count.papers);
  }
  return [...papers].map(([key, count]) => ({ key, papers: count }));
}
