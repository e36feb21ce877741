import { Moment } from "@/components/Moment";
import type { SubscriberRow } from "@/features/digest/admin/queries-subscribers";
import { formatSchedule } from "@/features/digest/schedule/describe";
import { formatShortDay, toUtcDay } from "@/lib/day";

/** Addresses with what they chose, and why one isn't mailed any more. */
export function SubscriberList({ readers }: { readers: SubscriberRow[] }) {
  if (readers.length === 0) return <p className="text-soft">Nobody is like that.</p>;
  return (
    <ol className="text-sm">
      {readers.map((reader) => (
        <li key={reader.id} className="border-line border-b py-3 last:border-b-0">
          <div className="flex flex-wrap justify-between gap-x-4">
            <span className="break-all font-medium">{reader.email}</span>
            <span className={reader.state === "stopped" ? "text-accent" : "text-soft"}>
              {reader.state}
            </span>
          </div>
          <p className="break-words text-soft">
            {formatSchedule(reader)}, {reader.size} papers
            {reader.topics !== "{}" && ", own topics"}
            {" · "}
            {reader.confirmedAt
              ? `agreed by ${reader.consentSource}, ${formatShortDay(toUtcDay(reader.confirmedAt))}`
              : `asked on ${formatShortDay(toUtcDay(reader.createdAt))}, not confirmed`}
            {reader.pausedUntil && (
              <>
                {" · pausing until "}
                <Moment instant={reader.pausedUntil.toISOString()} />
              </>
            )}
          </p>
          {reader.state === "stopped" && <Stop reader={reader} />}
        </li>
      ))}
    </ol>
  );
}

const CAUSES = {
  refused: "Stopped: the mail server refused the address",
  bounced: "Stopped: a mail came back for good",
  bouncing: "Stopped: too many mails came back",
  complained: "Stopped: the reader called a mail spam. Mail them again only if they ask for it",
};

function Stop({
  reader: { id, stoppedAt, stoppedBy, stopAnswer, bounces },
}: {
  reader: SubscriberRow;
}) {
  const answer = stopAnswer ?? bounces[0]?.answer;
  return (
    <>
      <p className="mt-1">
        {stoppedBy ? CAUSES[stoppedBy] : "Stopped"}
        {stoppedAt && (
          <>
            {" · "}
            <Moment instant={stoppedAt.toISOString()} />
          </>
        )}
      </p>
      {answer && <p className="mt-1 break-words">{answer}</p>}
      {bounces.map(({ id: bounce, raw }) => (
        <details key={bounce}>
          <summary className="py-1 text-soft">The mail that came back</summary>
          <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-lg bg-raised p-3 text-xs">
            {raw}
          </pre>
        </details>
      ))}
      <form action="/api/admin/digest/stops" method="post" className="mt-2">
        <input type="hidden" name="id" value={id} />
        <button type="submit" className="button button-quiet">
          Mail this reader again
        </button>
      </form>
    </>
  );
}
