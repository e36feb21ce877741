import type { StopGroupRow } from "@/features/digest/admin/queries-subscribers";
import { formatShortDay } from "@/lib/day";
import { plural } from "@/lib/plural";

const CAUSES = {
  refused: "The mail server refused the address",
  bounced: "An email bounced permanently",
  bouncing: "Too many emails bounced",
};

/** Lists the days on which several subscribers were stopped for the same cause, each with a button that undoes all its stops. */
export function StopGroups({ groups }: { groups: StopGroupRow[] }) {
  return (
    <>
      <p className="text-sm text-soft">
        If a problem with the mail server stopped these subscribers, solve it first. Spam complaints
        can only be undone one by one.
      </p>
      <ol className="mt-2 text-sm">
        {groups.map(({ cause, day, count, answer }) => (
          <li key={`${day} ${cause}`} className="border-line border-b py-3 last:border-b-0">
            <p>
              {formatShortDay(day)}: {CAUSES[cause]}, {plural(count, "subscriber")}
            </p>
            {answer && <p className="mt-1 break-words text-soft">For example: {answer}</p>}
            <form action="/api/admin/digest/stops" method="post" className="mt-2">
              <input type="hidden" name="cause" value={cause} />
              <input type="hidden" name="day" value={day} />
              <button type="submit" className="button button-quiet">
                Resume emails to all {count.toLocaleString("en")}
              </button>
            </form>
          </li>
        ))}
      </ol>
    </>
  );
}
