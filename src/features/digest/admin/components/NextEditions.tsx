import { Moment } from "@/components/Moment";
import type { UpcomingEdition } from "@/features/digest/schedule/due";
import { plural } from "@/lib/plural";

const SHOWN = 8;
/** The rest stands on the page as far as anybody reads. */
const MOST = 200;

/** When which edition goes out next, and to how many. */
export function NextEditions({ coming }: { coming: UpcomingEdition[] }) {
  const rest = coming.slice(SHOWN);
  return (
    <>
      <EditionRows coming={coming.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="py-2 text-soft">{rest.length} more schedules</summary>
          <EditionRows coming={rest.slice(0, MOST)} />
        </details>
      )}
    </>
  );
}

function EditionRows({ coming }: { coming: UpcomingEdition[] }) {
  return (
    <ul className="text-sm">
      {coming.map(({ schedule, dueAt, subscribers, isSiteSchedule }) => (
        <li
          key={schedule}
          className="grid gap-x-4 border-line border-b py-2.5 last:border-b-0 sm:grid-cols-[1fr_20rem_6rem]"
        >
          <span className="break-words">
            {schedule}
            {isSiteSchedule && <span className="text-soft"> · the site&rsquo;s own</span>}
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
