import { BarChart } from "@/components/BarChart";
import type { Week } from "@/features/digest/admin/growth";
import { formatShortDay } from "@/lib/day";
import { plural } from "@/lib/plural";

/** The width of a week, and the height above and below the axis, in the drawing's units. */
const WEEK_WIDTH = 10;
const HALF_HEIGHT = 28;

/** Shows the number of subscribers in each week of a year, and how many joined and left. */
export function GrowthChart({ weeks }: { weeks: Week[] }) {
  return (
    <>
      <BarChart
        title="Subscribers at the end of each week"
        columns={["Week from", "Subscribers"]}
        bars={weeks.map(({ monday, subscribers }) => ({
          key: monday,
          name: formatShortDay(monday),
          count: subscribers,
          text: plural(subscribers, "subscriber"),
        }))}
      />
      <JoinedAndLeft weeks={weeks} />
    </>
  );
}

/** Bars of a week: up for those who joined, down for those who left. */
function JoinedAndLeft({ weeks }: { weeks: Week[] }) {
  const max = Math.max(1, ...weeks.flatMap(({ joined, left }) => [joined, left]));
  const joinedInAll = weeks.reduce((total, { joined }) => total + joined, 0);
  const leftInAll = weeks.reduce((total, { left }) => total + left, 0);
  // Even a 1 among thousands gets a visible bar.
  const getHeight = (count: number) => count && Math.max(1.5, (count / max) * HALF_HEIGHT);
  return (
    <figure className="max-w-xl">
      <figcaption className="flex justify-between gap-4 text-sm text-soft">
        <span>Joined (up), left (down)</span>
        <span className="tabular-nums">
          {joinedInAll.toLocaleString("en")} joined, {leftInAll.toLocaleString("en")} left
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`Subscribers who joined and left by week over a year: ${joinedInAll} joined, ${leftInAll} left.`}
        viewBox={`0 0 ${weeks.length * WEEK_WIDTH} ${2 * HALF_HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-2 h-14 w-full"
      >
        {weeks.map(({ monday, joined, left }, index) => (
          <g key={monday}>
            <title>{`Week from ${formatShortDay(monday)}: ${joined} joined, ${left} left`}</title>
            <rect
              x={index * WEEK_WIDTH + 1}
              y={HALF_HEIGHT - getHeight(joined)}
              width={WEEK_WIDTH - 2}
              height={getHeight(joined)}
              className="fill-accent"
            />
            <rect
              x={index * WEEK_WIDTH + 1}
              y={HALF_HEIGHT}
              width={WEEK_WIDTH - 2}
              height={getHeight(left)}
              className="fill-edge"
            />
          </g>
        ))}
        <rect
          y={HALF_HEIGHT - 0.5}
          width={weeks.length * WEEK_WIDTH}
          height={1}
          className="fill-edge"
        />
      </svg>
      <WeekTable weeks={weeks} />
    </figure>
  );
}

function WeekTable({ weeks }: { weeks: Week[] }) {
  const cell = "py-1 text-right font-normal";
  return (
    <details className="mt-1 text-sm">
      <summary className="py-2 text-soft">Week by week</summary>
      <table className="w-full tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            <th className="py-1 font-normal">Week from</th>
            <th className={cell}>Joined</th>
            <th className={cell}>Left</th>
            <th className={cell}>Subscribers</th>
          </tr>
        </thead>
        <tbody>
          {weeks.toReversed().map(({ monday, joined, left, subscribers }) => (
            <tr key={monday} className="border-line border-t">
              <td className="py-1">{formatShortDay(monday)}</td>
              <td className={cell}>{joined.toLocaleString("en")}</td>
              <td className={cell}>{left.toLocaleString("en")}</td>
              <td className={cell}>{subscribers.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
