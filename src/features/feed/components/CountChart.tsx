import { parseMonth, periodTitle } from "@/lib/day";
import { type Bar, type MonthCount, toBars } from "../counts";

const HEIGHT = 64;
const STEP = 10;

/** `March 2026`, or the year as it stands. */
const barTitle = ({ key }: Bar): string => {
  const month = parseMonth(key);
  return month ? periodTitle(month) : key;
};

const inWords = (papers: number) =>
  papers === 1 ? "1 paper" : `${papers.toLocaleString("en")} papers`;

/** Papers over time as bars, drawn by the server; the same numbers as a table for who can't see them. */
export function CountChart({ counts, verb }: { counts: MonthCount[]; verb: string }) {
  const bars = toBars(counts);
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last || bars.length < 2) return null;
  const most = Math.max(...bars.map(({ papers }) => papers));
  const unit = first.key.length === 4 ? "year" : "month";
  const title = `Papers ${verb} by ${unit}`;
  const peak = bars.find(({ papers }) => papers === most) ?? first;
  return (
    <figure className="max-w-xl pt-2 pb-5">
      <figcaption className="flex justify-between gap-4 text-sm text-soft">
        <span>{title}</span>
        <span className="tabular-nums">most: {most.toLocaleString("en")}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${barTitle(first)} to ${barTitle(last)}: most in ${barTitle(peak)}, ${inWords(most)}.`}
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-2 h-16 w-full border-edge border-b text-accent"
      >
        {bars.map((bar, index) => (
          <Column key={bar.key} bar={bar} left={index * STEP} most={most} />
        ))}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between text-soft text-xs tabular-nums">
        <span>{barTitle(first)}</span>
        <span>{barTitle(last)}</span>
      </div>
      <CountTable title={title} unit={unit} bars={bars} />
    </figure>
  );
}

function Column({ bar, left, most }: { bar: Bar; left: number; most: number }) {
  // One paper beside thousands is still to be seen.
  const height = bar.papers && Math.max(2, (bar.papers / most) * HEIGHT);
  return (
    <rect x={left + 1} y={HEIGHT - height} width={STEP - 2} height={height} fill="currentColor">
      <title>{`${barTitle(bar)}: ${inWords(bar.papers)}`}</title>
    </rect>
  );
}

function CountTable({ title, unit, bars }: { title: string; unit: string; bars: Bar[] }) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{unit === "year" ? "Year" : "Month"}</th>
          <th scope="col">Papers</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{barTitle(bar)}</th>
            <td>{bar.papers}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
