const HEIGHT = 64;
const STEP = 10;

/** @param value what it stands for in words: `3 papers` */
export type ChartBar = { key: string; name: string; count: number; value: string };

type Props = { title: string; bars: ChartBar[]; heads: [name: string, count: string] };

/** Numbers over time as bars, drawn by the server; the same as a table for who can't see them. */
export function BarChart({ title, bars, heads }: Props) {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last || bars.length < 2) return null;
  const most = Math.max(...bars.map(({ count }) => count));
  const peak = bars.find(({ count }) => count === most) ?? first;
  return (
    <figure className="max-w-xl pt-2 pb-5">
      <figcaption className="flex justify-between gap-4 text-sm text-soft">
        <span>{title}</span>
        <span className="tabular-nums">most: {most.toLocaleString("en")}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${title}, ${first.name} to ${last.name}: most in ${peak.name}, ${peak.value}.`}
        viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-2 h-16 w-full border-edge border-b text-accent"
      >
        {bars.map((bar, index) => (
          <Column key={bar.key} bar={bar} left={index * STEP} most={most} />
        ))}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between text-soft text-xs tabular-nums">
        <span>{first.name}</span>
        <span>{last.name}</span>
      </div>
      <BarTable title={title} bars={bars} heads={heads} />
    </figure>
  );
}

function Column({ bar, left, most }: { bar: ChartBar; left: number; most: number }) {
  // One beside thousands is still to be seen.
  const height = bar.count && Math.max(2, (bar.count / most) * HEIGHT);
  return (
    <rect x={left + 1} y={HEIGHT - height} width={STEP - 2} height={height} fill="currentColor">
      <title>{`${bar.name}: ${bar.value}`}</title>
    </rect>
  );
}

function BarTable({ title, bars, heads }: Props) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
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
