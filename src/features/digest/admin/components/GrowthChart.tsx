import { BarChart } from "@/components/BarChart";
import type { Week } from "@/features/digest/admin/growth";
import { formatShortDay } from "@/lib/day";

const STEP = 10;
const HALF = 28;

const people = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "reader" : "readers"}`;

/** A year of readers, and below who came and who left. */
export function GrowthChart({ weeks }: { weeks: Week[] }) {
  return (
    <>
      <BarChart
        title="Readers at the end of each week"
        heads={["Week from", "Readers"]}
        bars={weeks.map(({ monday, subscribers: readers }) => ({
          ...{ key: monday, name: formatShortDay(monday) },
          ...{ count: readers, value: people(readers) },
        }))}
      />
      <ComingAndGoing weeks={weeks} />
    </>
  );
}

function ComingAndGoing({ weeks }: { weeks: Week[] }) {
  const most = Math.max(1, ...weeks.flatMap(({ joined: came, left }) => [came, left]));
  const sum = (key: "joined" | "left") => weeks.reduce((total, week) => total + week[key], 0);
  const heightOf = (count: number) => count && Math.max(1.5, (count / most) * HALF);
  return (
    <figure className="max-w-xl">
      <figcaption className="flex justify-between gap-4 text-sm text-soft">
        <span>Came (up) and left (down)</span>
        <span className="tabular-nums">
          {sum("joined").toLocaleString("en")} came, {sum("left").toLocaleString("en")} left
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`Readers who came and left by week over a year: ${sum("joined")} came, ${sum("left")} left.`}
        viewBox={`0 0 ${weeks.length * STEP} ${2 * HALF}`}
        preserveAspectRatio="none"
        className="mt-2 h-14 w-full"
      >
        {weeks.map(({ monday, joined: came, left }, index) => (
          <g key={monday}>
            <title>{`Week from ${formatShortDay(monday)}: ${came} came, ${left} left`}</title>
            <rect
              x={index * STEP + 1}
              y={HALF - heightOf(came)}
              width={STEP - 2}
              height={heightOf(came)}
              className="fill-accent"
            />
            <rect
              x={index * STEP + 1}
              y={HALF}
              width={STEP - 2}
              height={heightOf(left)}
              className="fill-edge"
            />
          </g>
        ))}
        <rect y={HALF - 0.5} width={weeks.length * STEP} height={1} className="fill-edge" />
      </svg>
      <ChangeTable weeks={weeks} />
    </figure>
  );
}

function ChangeTable({ weeks }: { weeks: Week[] }) {
  const cell = "py-1 text-right font-normal";
  return (
    <details className="mt-1 text-sm">
      <summary className="py-2 text-soft">Week by week</summary>
      <table className="w-full tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            <th className="py-1 font-normal">Week from</th>
            <th className={cell}>Came</th>
            <th className={cell}>Left</th>
            <th className={cell}>Readers</th>
          </tr>
        </thead>
        <tbody>
          {weeks.toReversed().map(({ monday, joined: came, left, subscribers: readers }) => (
            <tr key={monday} className="border-line border-t">
              <td className="py-1">{formatShortDay(monday)}</td>
              <td className={cell}>{came.toLocaleString("en")}</td>
              <td className={cell}>{left.toLocaleString("en")}</td>
              <td className={cell}>{readers.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
