import { formatDueTime } from "@/features/digest/schedule/describe";
import { getNextEmail } from "@/features/digest/schedule/due";
import type { Subscription } from "@/features/digest/subscription/queries";
import { formatLongDay, toZonedDay } from "@/lib/day";
import { InlineForm } from "./InlineForm";
import { TokenField } from "./TokenField";

const STOPS: Record<string, string> = {
  refused: "the mail server refused the address",
  bounced: "a mail came back: there is no such address",
  bouncing: "too many mails came back",
  complained: "a mail was reported as spam",
};

type Props = { subscription: Subscription; mailedOn: string[]; now: Date; token?: string };

/** Where a subscription stands, in a sentence or two, and the button that fits. */
export function SubscriptionSummary({ subscription, mailedOn, now, token }: Props) {
  const { email, state, pausedUntil, timeZone } = subscription;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <section aria-label="State" className="mt-6 rounded-xl bg-raised px-4 py-4 sm:px-6">
      <p className="break-words font-semibold text-lg">{email}</p>
      {state === "active" ? (
        <>
          <p className="mt-1">
            {isPaused && `Paused until ${formatLongDay(toZonedDay(pausedUntil, timeZone))}. `}
            {isPaused ? "After that, the" : "The"} next digest comes on{" "}
            <b className="font-semibold">
              {formatDueTime(getNextEmail(subscription, { pausedUntil, emailedOn: mailedOn, now }))}
            </b>
            , if there is anything new for you.
          </p>
          <StateButton action={isPaused ? "resume" : "pause"} token={token}>
            {isPaused ? "Go on now" : "Pause for two weeks"}
          </StateButton>
        </>
      ) : (
        <>
          <p className="mt-1">{whyNot(subscription)}</p>
          <StateButton action="start" token={token}>
            {state === "stopped" ? "Confirm the address anew" : "Subscribe again"}
          </StateButton>
        </>
      )}
    </section>
  );
}

function whyNot({ state, stoppedBy, unsubscribedAt, timeZone }: Subscription): string {
  if (state === "stopped") {
    const why = STOPS[stoppedBy ?? ""];
    return `No digest goes to this address${why ? `, because ${why}` : ""}. If it works again, we mail a link to confirm it.`;
  }
  if (state === "pending") return "This address was never confirmed: no digest goes to it.";
  const since = unsubscribedAt ? ` on ${formatLongDay(toZonedDay(unsubscribedAt, timeZone))}` : "";
  return `You unsubscribed${since}: no digest goes to this address.`;
}

function StateButton({
  action,
  token,
  children,
}: {
  action: "pause" | "resume" | "start";
  token?: string;
  children: string;
}) {
  return (
    <InlineForm action={`/api/subscription/${action}`} className="mt-3">
      <TokenField token={token} />
      <button type="submit" className={action === "pause" ? "button button-quiet" : "button"}>
        {children}
      </button>
    </InlineForm>
  );
}
