import { PAUSE_WEEKS } from "@/features/digest/limits";
import { formatDueTime } from "@/features/digest/schedule/describe";
import { getNextEmail } from "@/features/digest/schedule/due";
import type { Subscription } from "@/features/digest/subscription/queries";
import { formatLongDay, toZonedDay } from "@/lib/day";
import { plural } from "@/lib/plural";
import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

type Props = {
  subscription: Subscription;
  /** Dates that have a delivery already */
  emailedOn: string[];
  now: Date;
  token?: string;
};

/** The state of a subscription in a sentence or two, with the button that changes it. */
export function SubscriptionSummary({ subscription, emailedOn, now, token }: Props) {
  const { email, state, pausedUntil, timeZone } = subscription;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <section aria-label="State" className="mt-6 rounded-xl bg-raised px-4 py-4 sm:px-6">
      <p className="break-words font-semibold text-lg">{email}</p>
      {state === "active" ? (
        <>
          <p className="mt-1">
            {isPaused && `Paused until ${formatLongDay(toZonedDay(pausedUntil, timeZone))}. `}
            {isPaused ? "After that, your" : "Your"} next digest arrives on{" "}
            <b className="font-semibold">
              {formatDueTime(getNextEmail(subscription, { pausedUntil, emailedOn, now }))}
            </b>
            , if there are new papers for you.
          </p>
          <StateButton action={isPaused ? "resume" : "pause"} token={token}>
            {isPaused ? "Resume now" : `Pause for ${plural(PAUSE_WEEKS, "week")}`}
          </StateButton>
        </>
      ) : (
        <>
          <p className="mt-1">{explainInactivity(subscription)}</p>
          <StateButton action="start" token={token}>
            {state === "stopped" ? "Confirm this address again" : "Subscribe again"}
          </StateButton>
        </>
      )}
    </section>
  );
}

const STOP_REASONS: Record<string, string> = {
  refused: "the mail server refused the address",
  bounced: "an email bounced: there is no such address",
  bouncing: "too many emails bounced",
  complained: "an email was reported as spam",
};

function explainInactivity({ state, stoppedBy, unsubscribedAt, timeZone }: Subscription): string {
  if (state === "stopped") {
    const reason = STOP_REASONS[stoppedBy ?? ""];
    const cause = reason ? ` because ${reason}` : "";
    return `We’re not sending to this address${cause}. If it works again, we can email you a link to confirm it.`;
  }
  if (state === "pending") {
    return "This address was never confirmed, so we’re not sending to it.";
  }
  const onDate = unsubscribedAt ? ` on ${formatLongDay(toZonedDay(unsubscribedAt, timeZone))}` : "";
  return `You unsubscribed${onDate}. We’re not sending to this address.`;
}

type StateButtonProps = {
  action: "pause" | "resume" | "start";
  token?: string;
  children: string;
};

function StateButton({ action, token, children }: StateButtonProps) {
  return (
    <InlineForm action={`/api/subscription/${action}`} className="mt-3">
      <TokenField token={token} />
      <button type="submit" className={action === "pause" ? "button button-quiet" : "button"}>
        {children}
      </button>
    </InlineForm>
  );
}
