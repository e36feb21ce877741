import type { Claim } from "./mutations";
import { nextTry } from "./retry";
import type { Outcome } from "./smtp-outcome";

/** A mail that may have gone out so often isn't sent again: the admin decides. */
const MOST_DOUBTS = 3;

export type Settlement = {
  state: "deferred" | "bounced" | "skipped" | "unknown";
  answer: string;
  /** Of what is deferred: when it is tried again */
  readyAt?: Date;
  /** Whether nobody knows if it went out */
  doubt: boolean;
};

/**
 * What becomes of a delivery whose mail was not taken. Pure.
 *
 * @param policy what to do with mails in doubt: send them again or hold them for the admin
 */
export function settlementOf(
  { state, answer }: Pick<Outcome, "state" | "answer">,
  {
    attempts,
    uncertainAttempts,
    firstTriedAt,
  }: Pick<Claim, "attempts" | "uncertainAttempts" | "firstTriedAt">,
  { policy, now, random }: { policy: "resend" | "hold"; now: Date; random: number },
): Settlement {
  if (state === "bounced") return { state, answer, doubt: false };
  const doubt = state === "doubt";
  if (doubt && (policy === "hold" || uncertainAttempts + 1 >= MOST_DOUBTS)) {
    return { state: "unknown", answer, doubt };
  }
  const readyAt = nextTry({ attempts, firstAt: firstTriedAt, now, random });
  if (readyAt) return { state: "deferred", answer, readyAt, doubt };
  if (doubt || uncertainAttempts > 0) return { state: "unknown", answer, doubt };
  return { state: "skipped", answer: `given up after 12 hours; the last answer: ${answer}`, doubt };
}
