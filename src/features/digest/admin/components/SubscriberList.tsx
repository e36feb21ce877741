import { Moment } from "@/components/Moment";
import type { SubscriberRow } from "@/features/digest/admin/queries-subscribers";
import { formatSchedule } from "@/features/digest/schedule/describe";
import { formatShortDay, toUtcDay } from "@/lib/day";
import { plural } from "@/lib/plural";

/** Lists subscribers with their preferences, and the reason if the digest was stopped. */
export function SubscriberList({ subscribers }: { subscribers: SubscriberRow[] }) {
  if (subscribers.length === 0) return <p className="text-soft">No matches.</p>;
  return (
    <ol className="text-sm">
      {subscribers.map((subscriber) => (
        <li key={subscriber.id} className="border-line border-b py-3 last:border-b-0">
          <div className="flex flex-wrap justify-between gap-x-4">
            <span className="break-all font-medium">{subscriber.email}</span>
            <span className={subscriber.state === "stopped" ? "text-accent" : "text-soft"}>
              {subscriber.state}
            </span>
          </div>
          <p className="break-words text-soft">
            {formatSchedule(subscriber)}, {plural(subscriber.size, "paper")}
            {subscriber.hasTopics && ", own topics"}
            {" · "}
            {formatConsent(subscriber)}
            {subscriber.pausedUntil && (
              <>
                {" · paused until "}
                <Moment instant={subscriber.pausedUntil.toISOString()} />
              </>
            )}
          </p>
          {subscriber.state === "stopped" && <StopDetails subscriber={subscriber} />}
        </li>
      ))}
    </ol>
  );
}

const formatConsent = ({ confirmedAt, consentSource, createdAt }: SubscriberRow): string =>
  confirmedAt
    ? `confirmed ${formatShortDay(toUtcDay(confirmedAt))} (${consentSource})`
    : `signed up ${formatShortDay(toUtcDay(createdAt))}, not confirmed`;

const STOP_REASONS = {
  refused: "Stopped: the mail server refused the address",
  bounced: "Stopped: an email bounced permanently",
  bouncing: "Stopped: too many emails bounced",
  complained: "Stopped: the subscriber marked an email as spam. Resume only if they ask you to",
};

/** Returns whether the email is still stored: the daily cleanup deletes its text after a month. */
const hasText = ({ raw }: { raw: string }) => raw !== "";

function StopDetails({ subscriber }: { subscriber: SubscriberRow }) {
  const { id, stoppedAt, stoppedBy, stopAnswer, bounces } = subscriber;
  const answer = stopAnswer ?? bounces[0]?.answer;
  return (
    <>
      <p className="mt-1">
        {stoppedBy ? STOP_REASONS[stoppedBy] : "Stopped"}
        {stoppedAt && (
          <>
            {" · "}
            <Moment instant={stoppedAt.toISOString()} />
          </>
        )}
      </p>
      {answer && <p className="mt-1 break-words">{answer}</p>}
      {bounces.filter(hasText).map(({ id: bounceId, raw }) => (
        <details key={bounceId}>
          <summary className="py-1 text-soft">The bounced email</summary>
          <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-lg bg-raised p-3 text-xs">
            {raw}
          </pre>
        </details>
      ))}
      <form action="/api/admin/digest/stops" method="post" className="mt-2">
        <input type="hidden" name="id" value={id} />
        <button type="submit" className="button button-quiet">
          Resume emails
        </button>
      </form>
    </>
  );
}
