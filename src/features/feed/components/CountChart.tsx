import { BarChart } from "@/components/BarChart";
import { type Bar, buildBars, type MonthCount } from "@/features/feed/month-counts";
import { formatPeriod, parseMonth } from "@/lib/day";

/** `March 2026`, or the year as it stands. */
const barName = ({ key }: Bar): string => {
  const month = parseMonth(key);
  return month ? formatPeriod(month) : key;
};

const inWords = (papers: number) =>
  papers === 1 ? "1 paper" : `${papers.toLocaleString("en")} papers`;

/** Papers over time, by months or years. */
export function CountChart({ counts, verb }: { counts: MonthCount[]; verb: string }) {
  const bars = buildBars(counts);
  const unit = bars[0]?.key.length === 4 ? "year" : "month";
  return (
    <BarChart
      title={`Papers ${verb} by ${unit}`}
      columns={[unit === "year" ? "Year" : "Month", "Papers"]}
      bars={bars.map((bar) => ({
        ...{ key: bar.key, name: barName(bar) },
        ...{ count: bar.papers, text: inWords(bar.papers) },
      }))}
    />
  );
}
