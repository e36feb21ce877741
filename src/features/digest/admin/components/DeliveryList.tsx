import { Moment } from "@/components/Moment";
import type { Attempt, DeliveryRow } from "@/features/digest/admin/queries-deliveries";
import { STATE_LABELS } from "@/features/digest/admin/state-counts";
import { plural } from "@/lib/plural";
import { ResolveButtons } from "./ResolveButtons";

type Props = {
  deliveries: DeliveryRow[];
  edition: string;
  /** Whether the issue is too old for its emails to be sent again */
  isExpired: boolean;
};

/** Lists deliveries of an issue with their attempts. A mail server's answers are shown as plain text. */
export function DeliveryList({ deliveries, edition, isExpired }: Props) {
  if (deliveries.length === 0) return <p className="text-soft">No matches.</p>;
  return (
    <ol className="text-sm">
      {deliveries.map((delivery) => (
        <DeliveryItem
          key={delivery.subscriptionId}
          delivery={delivery}
          edition={edition}
          isExpired={isExpired}
        />
      ))}
    </ol>
  );
}

type ItemProps = { delivery: DeliveryRow; edition: string; isExpired: boolean };

function DeliveryItem({ delivery, edition, isExpired }: ItemProps) {
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
        {plural(attempts, "attempt")}
        {at && (
          <>
            {" · "}
            <Moment instant={at.toISOString()} />
          </>
        )}
        {delivery.readyAt && (
          <>
            {" · not before "}
            <Moment instant={delivery.readyAt.toISOString()} />
          </>
        )}
        {" · "}
        <a href={`/admin/digest/preview?selection=${selectionId}`} className="quiet-link">
          view email
        </a>
      </p>
      {answer && <p className="mt-1 break-words">{answer}</p>}
      <AttemptLog attempts={delivery.attemptLog} />
      {state === "unknown" && (
        <ResolveButtons edition={edition} subscriptionId={subscriptionId} isExpired={isExpired} />
      )}
    </li>
  );
}

/** The attempts before the last. */
function AttemptLog({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length === 0) return null;
  return (
    <details>
      <summary className="py-1 text-soft">{plural(attempts.length, "earlier attempt")}</summary>
      <ol className="border-line border-l-2 pl-3">
        {attempts.map(({ at, answer }, index) => (
          <li key={index} className="break-words py-1">
            {Number.isNaN(Date.parse(at)) ? (
              <span className="text-soft">{at || "Unknown time"}</span>
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
