import { BarChart } from "@/components/BarChart";
import { type Bar, buildBars, type MonthCount } from "@/features/feed/month-counts";
import { formatPeriod, parseMonth } from "@/lib/day";
import { plural } from "@/lib/plural";

/** Formats the key of a bar: `March 2026`, or the year. */
function formatKey({ key }: Bar): string {
  const month = parseMonth(key);
  return month ? formatPeriod(month) : key;
}

/** A chart of the number of papers by month or year. */
export function CountChart({ counts, verb }: { counts: MonthCount[]; verb: string }) {
  const bars = buildBars(counts);
  const unit = bars[0]?.key.length === 4 ? "year" : "month";
  return (
    <BarChart
      title={`Papers ${verb} by ${unit}`}
      columns={[unit === "year" ? "Year" : "Month", "Papers"]}
      bars={bars.map((bar) => ({
        key: bar.key,
        name: formatKey(bar),
        count: bar.papers,
        text: plural(bar.papers, "paper"),
      }))}
    />
  );
}
