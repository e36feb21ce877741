import type { ScheduleCount } from "@/features/digest/admin/queries";

const SHOWN = 10;

type Count = { name: string; readers: number };

/** Readers by one side of their schedules, the most first. */
export function countBy(schedules: ScheduleCount[], side: "rhythm" | "timeZone"): Count[] {
  const counts = new Map<string, number>();
  for (const { [side]: name, subscribers } of schedules) {
    counts.set(name, (counts.get(name) ?? 0) + subscribers);
  }
  return [...counts]
    .map(([name, readers]) => ({ name, readers }))
    .toSorted((a, b) => b.readers - a.readers || (a.name < b.name ? -1 : 1));
}

/** Which rhythms and zones the readers chose. */
export function SubscriberCounts({ schedules }: { schedules: ScheduleCount[] }) {
  return (
    <div className="mt-6 grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <Counts title="Rhythm" counts={countBy(schedules, "rhythm")} />
      <Counts title="Time zone" counts={countBy(schedules, "timeZone")} />
    </div>
  );
}

function Counts({ title, counts }: { title: string; counts: Count[] }) {
  const rest = counts.slice(SHOWN);
  const sum = rest.reduce((total, { readers }) => total + readers, 0);
  return (
    <div className="text-sm">
      <h3 className="font-semibold text-base">{title}</h3>
      <dl className="tabular-nums">
        {counts.slice(0, SHOWN).map(({ name, readers }) => (
          <Row key={name} name={name} readers={readers} />
        ))}
        {rest.length > 0 && <Row name={`${rest.length} others`} readers={sum} />}
      </dl>
      {counts.length === 0 && <p className="text-soft">Nobody yet.</p>}
    </div>
  );
}

function Row({ name, readers }: Count) {
  return (
    <div className="flex justify-between gap-4 border-line border-b py-1.5">
      <dt className="min-w-0 break-words">{name}</dt>
      <dd>{readers.toLocaleString("en")}</dd>
    </div>
  );
}
