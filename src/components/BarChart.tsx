/** The height of the chart and the width of a bar, in the drawing's units. */
const HEIGHT = 64;
const BAR_WIDTH = 10;

/** @param text the count with its noun: `3 papers` */
type ChartBar = { key: string; name: string; count: number; text: string };

type Props = { title: string; bars: ChartBar[]; columns: [name: string, count: string] };

/** Counts over time as bars, drawn on the server, and as a table for screen readers. */
export function BarChart({ title, bars, columns }: Props) {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last || bars.length < 2) return null;
  const max = Math.max(...bars.map(({ count }) => count));
  const peak = bars.find(({ count }) => count === max) ?? first;
  return (
    <figure className="max-w-xl pt-2 pb-5">
      <figcaption className="flex justify-between gap-4 text-sm text-soft">
        <span>{title}</span>
        <span className="tabular-nums">max {max.toLocaleString("en")}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${first.name} to ${last.name}: highest in ${peak.name}, ${peak.text}.`}
        viewBox={`0 0 ${bars.length * BAR_WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-2 h-16 w-full border-edge border-b text-accent"
      >
        {bars.map((bar, index) => (
          <Bar key={bar.key} bar={bar} left={index * BAR_WIDTH} max={max} />
        ))}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between text-soft text-xs tabular-nums">
        <span>{first.name}</span>
        <span>{last.name}</span>
      </div>
      <BarTable title={title} bars={bars} columns={columns} />
    </figure>
  );
}

function Bar({ bar, left, max }: { bar: ChartBar; left: number; max: number }) {
  // Even a count of 1 among thousands gets a visible bar.
  const height = bar.count && Math.max(2, (bar.count / max) * HEIGHT);
  return (
    <rect
      x={left + 1}
      y={HEIGHT - height}
      width={BAR_WIDTH - 2}
      height={height}
      fill="currentColor"
    >
      <title>{`${bar.name}: ${bar.text}`}</title>
    </rect>
  );
}

function BarTable({ title, bars, columns }: Props) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.name}</th>
            <td>{bar.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
