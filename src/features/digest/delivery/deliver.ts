import type { Lease } from "@/db/lease";
import { env } from "@/env";
import { stopSubscription } from "@/features/digest/subscription/mutations";
import { log } from "@/lib/log";
import type { Email, Mailer } from "@/lib/mailer";
import { type Claim, recordNotSent, recordSent } from "./mutations";
import { decideNextState } from "./next-state";
import { classifySmtpError, type SmtpOutcome } from "./smtp-outcome";
import type { SendCounts } from "./summary";

export type DeliveryContext = {
  lease: Lease;
  mailer: Mailer;
  mailOf: (claim: Claim) => Promise<Email>;
  now: () => Date;
  random: () => number;
};

/** What became of one mail. */
export type Delivered = {
  state: keyof SendCounts;
  /** What was said, where the connection failed; undefined where a server answered */
  failure?: string;
  /** Comes once it is written down; of what was sent, the writing has only begun */
  noted: Promise<void>;
};

/** Hands a claimed delivery's mail to the mail server and notes at once what it said: await `noted`. */
export async function deliver(claim: Claim, delivering: DeliveryContext): Promise<Delivered> {
  const { mailer, mailOf, now } = delivering;
  let mail: Email;
  try {
    mail = await mailOf(claim);
  } catch (error) {
    // One bad issue must not keep the others back.
    log.error("a digest mail could not be written", { reason: String(error) });
    const answer = `the mail could not be written: ${error}`;
    return notTaken(claim, { state: "deferred", stops: false, failed: false, answer }, delivering);
  }
  let answer: string;
  try {
    answer = await mailer.send(mail);
  } catch (error) {
    return notTaken(claim, classifySmtpError(error), delivering);
  }
  // Should this fail, the row stays in doubt, as it does where a sender dies.
  return { state: "sent", noted: recordSent(claim, { answer, now: now() }) };
}

async function notTaken(
  claim: Claim,
  outcome: SmtpOutcome,
  { lease, now, random }: DeliveryContext,
): Promise<Delivered> {
  const at = now();
  const { answer, stops, failed } = outcome;
  const policy = env().digest.onUncertain;
  const settlement = decideNextState(outcome, claim, { policy, now: at, random: random() });
  await recordNotSent(lease, claim, { ...settlement, now: at });
  if (stops) await stopSubscription(claim.subscriptionId, { cause: "refused", answer, now: at });
  log.warn("a digest mail was not taken", { date: claim.date, state: settlement.state, answer });
  return {
    state: settlement.state,
    failure: failed ? answer : undefined,
    noted: Promise.resolve(),
  };
}
