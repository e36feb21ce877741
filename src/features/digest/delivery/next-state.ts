import type { Claim } from "./mutations";
import { computeNextRetry } from "./retry";
import type { SmtpOutcome } from "./smtp-outcome";

/** A mail that may have gone out so often isn't sent again: the admin decides. */
const MAX_UNCERTAIN_ATTEMPTS = 3;

export type NextState = {
  state: "deferred" | "bounced" | "skipped" | "unknown";
  answer: string;
  /** Of what is deferred: when it is tried again */
  readyAt?: Date;
  /** Whether nobody knows if it went out */
  isUncertain: boolean;
};

/**
 * What becomes of a delivery whose mail was not taken. Pure.
 *
 * @param policy what to do with mails in doubt: send them again or hold them for the admin
 */
export function decideNextState(
  { state, answer }: Pick<SmtpOutcome, "state" | "answer">,
  {
    attempts,
    uncertainAttempts,
    firstTriedAt,
  }: Pick<Claim, "attempts" | "uncertainAttempts" | "firstTriedAt">,
  { policy, now, random }: { policy: "resend" | "hold"; now: Date; random: number },
): NextState {
  if (state === "bounced") return { state, answer, isUncertain: false };
  const isUncertain = state === "uncertain";
  if (isUncertain && (policy === "hold" || uncertainAttempts + 1 >= MAX_UNCERTAIN_ATTEMPTS)) {
    return { state: "unknown", answer, isUncertain };
  }
  const readyAt = computeNextRetry({ attempts, firstAt: firstTriedAt, now, random });
  if (readyAt) return { state: "deferred", answer, readyAt, isUncertain };
  if (isUncertain || uncertainAttempts > 0) return { state: "unknown", answer, isUncertain };
  return {
    state: "skipped",
    answer: `given up after 12 hours; the last answer: ${answer}`,
    isUncertain,
  };
}
