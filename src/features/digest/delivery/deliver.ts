import type { Lease } from "@/db/lease";
import { env } from "@/env";
import { countSoftBounce } from "@/features/digest/bounce/mutations";
import { stopSubscription } from "@/features/digest/subscription/mutations";
import type { Email, Mailer } from "@/lib/email/mailer";
import { classifySmtpError, type SmtpOutcome } from "@/lib/email/smtp-outcome";
import type { RefusalSubject } from "@/lib/email/status-codes";
import { log } from "@/lib/log";
import type { Composer } from "./compose";
import { type Claim, recordNotSent, recordSent } from "./mutations";
import { type CountedRefusal, countRefusal, MAX_SAME_REFUSALS } from "./mutations-refusals";
import { decideNextState } from "./next-state";
import type { SendCounts } from "./summary";

export type DeliveryContext = {
  lease: Lease;
  mailer: Mailer;
  composeEmail: Composer;
  now: () => Date;
  random: () => number;
};

/** The result of one attempt to deliver an email. */
export type DeliveryResult = {
  state: keyof SendCounts;
  /** How the connection failed; undefined if a server answered */
  connectionFailure?: string;
  /** Set if the server refused the email permanently */
  refused?: CountedRefusal;
  /** Resolves when the result is stored. For a sent email, this is still in progress */
  recorded: Promise<void>;
};

/**
 * Hands a claimed delivery's email to the mail server and stores the result.
 *
 * @throws if the database fails; `recorded` rejects for the same reason. The delivery then stays
 * `sending`, as if this process had died, and the next owner of the lease treats it as uncertain
 */
export async function deliver(claim: Claim, context: DeliveryContext): Promise<DeliveryResult> {
  const { mailer, composeEmail, now } = context;
  let email: Email;
  try {
    email = await composeEmail(claim);
  } catch (error) {
    // A selection that can't be rendered must not delay the other emails.
    log.error("a digest email could not be composed", { reason: String(error) });
    const answer = `the email could not be composed: ${error}`;
    const outcome: SmtpOutcome = {
      state: "deferred",
      refusal: null,
      isConnectionFailure: false,
      answer,
    };
    return handleFailedAttempt(claim, outcome, context);
  }
  let answer: string;
  try {
    answer = await mailer.send(email);
  } catch (error) {
    return handleFailedAttempt(claim, classifySmtpError(error), context);
  }
  return { state: "sent", recorded: recordSent(claim, { answer, now: now() }) };
}

async function handleFailedAttempt(
  claim: Claim,
  outcome: SmtpOutcome,
  { lease, now: readClock, random }: DeliveryContext,
): Promise<DeliveryResult> {
  const now = readClock();
  const { answer, refusal, isConnectionFailure } = outcome;
  const policy = env().digest.onUncertain;
  const next = decideNextState(outcome, claim, { policy, now, random: random() });
  await recordNotSent(lease, claim, { ...next, now });
  log.warn("a digest email was not accepted", { date: claim.date, state: next.state, answer });
  const refused = refusal
    ? await handleRefusal(claim, { refusal, answer }, { lease, now })
    : undefined;
  return {
    state: next.state,
    connectionFailure: isConnectionFailure ? answer : undefined,
    refused,
    recorded: Promise.resolve(),
  };
}

/**
 * Counts a permanent refusal, and stops the subscription if its address does not exist. A full mailbox
 * counts as a temporary bounce. If several emails in a row were refused in the same way, the mail
 * server's word about an address counts for nothing.
 */
async function handleRefusal(
  { subscriptionId }: Claim,
  { refusal, answer }: { refusal: RefusalSubject; answer: string },
  { lease, now }: { lease: Lease; now: Date },
): Promise<CountedRefusal> {
  // Before the refusals are counted, since the count may take this bounce back.
  if (refusal === "mailbox") await countSoftBounce(subscriptionId, { answer, now });
  const refused = await countRefusal(lease, answer, now);
  if (refused.refusals >= MAX_SAME_REFUSALS) {
    log.error("sending is paused: the mail server refuses every email in the same way", { answer });
  } else if (refusal === "address") {
    await stopSubscription(subscriptionId, { cause: "refused", answer, now });
  }
  return refused;
}
