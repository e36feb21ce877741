import { Moment } from "@/components/Moment";
import type { UpcomingEdition } from "@/features/digest/schedule/due";
import { plural } from "@/lib/plural";

const SHOWN_AT_ONCE = 8;
/** Nobody reads more than that, and a page with all schedules could be megabytes large. */
const MAX_FOLDED = 200;

/** Lists when the next editions are sent, and to how many subscribers. */
export function NextEditions({ editions }: { editions: UpcomingEdition[] }) {
  const folded = editions.slice(SHOWN_AT_ONCE);
  return (
    <>
      <EditionRows editions={editions.slice(0, SHOWN_AT_ONCE)} />
      {folded.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="py-2 text-soft">{plural(folded.length, "more schedule")}</summary>
          <EditionRows editions={folded.slice(0, MAX_FOLDED)} />
        </details>
      )}
    </>
  );
}

function EditionRows({ editions }: { editions: UpcomingEdition[] }) {
  return (
    <ul className="text-sm">
      {editions.map(({ schedule, dueAt, subscribers, isSiteSchedule }) => (
        <li
          key={schedule}
          className="grid gap-x-4 border-line border-b py-2.5 last:border-b-0 sm:grid-cols-[1fr_20rem_8rem]"
        >
          <span className="break-words">
            {schedule}
            {isSiteSchedule && <span className="text-soft"> · site default</span>}
          </span>
          <Moment instant={dueAt.toISOString()} />
          <span className="text-soft tabular-nums sm:text-right">
            {plural(subscribers, "subscriber")}
          </span>
        </li>
      ))}
    </ul>
  );
}
