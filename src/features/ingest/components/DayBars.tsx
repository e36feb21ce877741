import { type DayCount, isBelowUsual } from "@/features/ingest/status/daily-counts";
import { describeCount } from "@/features/ingest/status/status";
import { type Day, formatShortDay } from "@/lib/day";

const WIDTH = 20;
const HEIGHT = 56;

/** A bar a day, with a line where it usually ends. Drawn here: it needs no script. */
export function DayBars({ days, today }: { days: DayCount[]; today: Day }) {
  const most = Math.max(1, ...days.flatMap(({ count, usual }) => [count, usual ?? 0]));
  const heightOf = (count: number) => (count / most) * (HEIGHT - 2);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="mt-4">
      <svg
        role="img"
        aria-label="Papers per day over the last two weeks; the numbers are below."
        viewBox={`0 0 ${days.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
      >
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{describeCount(day, today)}</title>
            <rect x={index * WIDTH} width={WIDTH} height={HEIGHT} className="fill-transparent" />
            <rect
              x={index * WIDTH + 3}
              y={HEIGHT - 1 - heightOf(day.count)}
              width={WIDTH - 6}
              height={heightOf(day.count) + 1}
              className={isBelowUsual(day) && day.day !== today ? "fill-accent" : "fill-edge"}
            />
            {day.usual !== null && day.usual > 0 && (
              <rect
                x={index * WIDTH + 1}
                y={HEIGHT - 1 - heightOf(day.usual)}
                width={WIDTH - 2}
                height={1.5}
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
        <summary className="py-2 text-soft">Day by day</summary>
        <table className="mt-1 w-full max-w-md tabular-nums">
          <thead className="text-left text-soft">
            <tr>
              <th className="py-1 font-normal">Day</th>
              <th className="py-1 text-right font-normal">Papers</th>
              <th className="py-1 text-right font-normal">Usually</th>
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
