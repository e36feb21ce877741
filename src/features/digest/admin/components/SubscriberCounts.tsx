import type { ScheduleCount } from "@/features/digest/admin/queries";
import { formatZone } from "@/features/digest/schedule/zone-names";

const MAX_ROWS = 10;

type Count = { name: string; subscribers: number };

/** Counts subscribers by rhythm or time zone, the largest count first. */
function countBy(schedules: ScheduleCount[], property: "rhythm" | "timeZone"): Count[] {
  const counts = new Map<string, number>();
  for (const { [property]: value, subscribers } of schedules) {
    // A zone may be stored by its old name and by its current one.
    const name = property === "timeZone" ? formatZone(value) : value;
    counts.set(name, (counts.get(name) ?? 0) + subscribers);
  }
  return [...counts]
    .map(([name, subscribers]) => ({ name, subscribers }))
    .toSorted((a, b) => b.subscribers - a.subscribers || (a.name < b.name ? -1 : 1));
}

/** Shows how many subscribers chose each rhythm and time zone. */
export function SubscriberCounts({ schedules }: { schedules: ScheduleCount[] }) {
  return (
    <div className="mt-6 grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <Counts title="Rhythm" counts={countBy(schedules, "rhythm")} />
      <Counts title="Time zone" counts={countBy(schedules, "timeZone")} />
    </div>
  );
}

function Counts({ title, counts }: { title: string; counts: Count[] }) {
  const rest = counts.slice(MAX_ROWS);
  const restTotal = rest.reduce((total, { subscribers }) => total + subscribers, 0);
  return (
    <div className="text-sm">
      <h3 className="font-semibold text-base">{title}</h3>
      <dl className="tabular-nums">
        {counts.slice(0, MAX_ROWS).map(({ name, subscribers }) => (
          <Row key={name} name={name} subscribers={subscribers} />
        ))}
        {rest.length > 0 && <Row name={`${rest.length} others`} subscribers={restTotal} />}
      </dl>
      {counts.length === 0 && <p className="text-soft">No subscribers yet.</p>}
    </div>
  );
}

function Row({ name, subscribers }: Count) {
  return (
    <div className="flex justify-between gap-4 border-line border-b py-1.5">
      <dt className="min-w-0 break-words">{name}</dt>
      <dd>{subscribers.toLocaleString("en")}</dd>
    </div>
  );
}
