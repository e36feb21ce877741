import { Moment } from "@/components/Moment";
import { parseAttemptLog } from "@/features/digest/admin/attempt-log";
import type { DeliveryRow } from "@/features/digest/admin/queries-deliveries";
import { STATE_LABELS } from "@/features/digest/admin/state-counts";
import { ResolveButtons } from "./ResolveButtons";

type Props = { deliveries: DeliveryRow[]; edition: string; stale: boolean };

/** Mails of an issue, each with its story. What a mail server said is text, whatever it looks like. */
export function DeliveryList({ deliveries, ...issue }: Props) {
  if (deliveries.length === 0) return <p className="text-soft">None is like that.</p>;
  return (
    <ol className="text-sm">
      {deliveries.map((delivery) => (
        <DeliveryItem key={delivery.subscriptionId} delivery={delivery} {...issue} />
      ))}
    </ol>
  );
}

type RowProps = { delivery: DeliveryRow; edition: string; stale: boolean };

function DeliveryItem({ delivery, edition, stale }: RowProps) {
  const { email, state, attempts, answer, selectionId, subscriptionId } = delivery;
  const at = delivery.settledAt ?? delivery.claimedAt ?? delivery.firstTriedAt;
  return (
    <li className="border-line border-b py-3 last:border-b-0">
      <div className="flex flex-wrap justify-between gap-x-4">
        <span className="break-all font-medium">{email}</span>
        <span className={state === "unknown" || state === "bounced" ? "text-accent" : "text-soft"}>
          {STATE_LABELS[state]}
        </span>
      </div>
      <p className="text-soft">
        {attempts === 1 ? "1 attempt" : `${attempts} attempts`}
        {at && (
          <>
            {" · "}
            <Moment instant={at.toISOString()} />
          </>
        )}
        {delivery.readyAt && (
          <>
            {" · from "}
            <Moment instant={delivery.readyAt.toISOString()} />
          </>
        )}
        {" · "}
        <a href={`/admin/digest/preview?selection=${selectionId}`} className="quiet-link">
          what was chosen
        </a>
      </p>
      {answer && <p className="mt-1 break-words">{answer}</p>}
      <AttemptLog text={delivery.attemptLog} />
      {state === "unknown" && (
        <ResolveButtons edition={edition} reader={subscriptionId} stale={stale} />
      )}
    </li>
  );
}

/** The attempts before the last. */
function AttemptLog({ text }: { text: string }) {
  const attempts = parseAttemptLog(text);
  if (attempts.length === 0) return null;
  return (
    <details>
      <summary className="py-1 text-soft">
        {attempts.length === 1 ? "Before that" : `${attempts.length} before that`}
      </summary>
      <ol className="border-line border-l-2 pl-3">
        {attempts.map(({ at, answer }, index) => (
          <li key={index} className="break-words py-1">
            {Number.isNaN(Date.parse(at)) ? (
              <span className="text-soft">{at || "At some time"}</span>
            ) : (
              <Moment instant={new Date(at).toISOString()} />
            )}
            {": "}
            {answer}
          </li>
        ))}
      </ol>
    </details>
  );
}
