import { type DayCount, isBelowUsual } from "@/features/ingest/status/daily-counts";
import { describeCount } from "@/features/ingest/status/status";
import { type Day, formatShortDay } from "@/lib/day";

/** Units of the drawing's viewBox. */
const BAR_WIDTH = 20;
const CHART_HEIGHT = 56;
const BAR_MARGIN = 3;
const LINE_MARGIN = 1;
const LINE_HEIGHT = 1.5;

/** Draws a bar for each day, with a line at the usual number. An SVG, so that it needs no script. */
export function DayBars({ days, today }: { days: DayCount[]; today: Day }) {
  const maxCount = Math.max(1, ...days.flatMap(({ count, usual }) => [count, usual ?? 0]));
  const scale = (count: number) => (count / maxCount) * (CHART_HEIGHT - 2);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="mt-4">
      <svg
        role="img"
        aria-label="Papers per day over the last two weeks. The table below has the numbers."
        viewBox={`0 0 ${days.length * BAR_WIDTH} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
      >
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{describeCount(day, today)}</title>
            <rect
              x={index * BAR_WIDTH}
              width={BAR_WIDTH}
              height={CHART_HEIGHT}
              className="fill-transparent"
            />
            <rect
              x={index * BAR_WIDTH + BAR_MARGIN}
              y={CHART_HEIGHT - 1 - scale(day.count)}
              width={BAR_WIDTH - 2 * BAR_MARGIN}
              height={scale(day.count) + 1}
              className={isBelowUsual(day) && day.day !== today ? "fill-accent" : "fill-edge"}
            />
            {day.usual !== null && day.usual > 0 && (
              <rect
                x={index * BAR_WIDTH + LINE_MARGIN}
                y={CHART_HEIGHT - 1 - scale(day.usual)}
                width={BAR_WIDTH - 2 * LINE_MARGIN}
                height={LINE_HEIGHT}
                className="fill-ink"
              />
            )}
          </g>
        ))}
      </svg>
      <figcaption className="mt-1 flex justify-between text-soft text-xs">
        <span>{first && formatShortDay(first.day)}</span>
        <span>{last && formatShortDay(last.day)}</span>
      </figcaption>
      <details className="mt-2 text-sm">
        <summary className="py-2 text-soft">Show numbers</summary>
        <table className="mt-1 w-full max-w-md tabular-nums">
          <thead className="text-left text-soft">
            <tr>
              <th className="py-1 font-normal">Day</th>
              <th className="py-1 text-right font-normal">Papers</th>
              <th className="py-1 text-right font-normal">Usual</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, count, usual }) => (
              <tr key={day} className="border-line border-t">
                <td className="py-1">{formatShortDay(day)}</td>
                <td className="py-1 text-right">{count}</td>
                <td className="py-1 text-right">{usual ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
