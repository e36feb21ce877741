import { GIVEN_UP_ANSWER } from "@/features/digest/limits";
import type { SmtpOutcome } from "@/lib/email/smtp-outcome";
import type { Claim } from "./mutations";
import { computeNextRetry } from "./retry";

/** After this many uncertain attempts a delivery is not retried; the admin decides. */
const MAX_UNCERTAIN_ATTEMPTS = 3;

type NextState = {
  state: "deferred" | "bounced" | "skipped" | "unknown";
  answer: string;
  /** When to try again; set only for `deferred` */
  readyAt?: Date;
  /** Whether the email may have been sent in this attempt */
  isUncertain: boolean;
};

/**
 * Decides the state of a delivery after an attempt that did not succeed. Pure.
 *
 *   outcome    condition                                                        state
 *   bounced    always                                                           bounced
 *   uncertain  the policy is `hold`, or it is the third uncertain attempt       unknown
 *   other      a retry fits into RETRY_HOURS                                    deferred
 *   other      it does not, and this or an earlier attempt was uncertain        unknown
 *   other      it does not, and no attempt was uncertain                        skipped
 *
 * @param policy what to do after an uncertain attempt: send the email again, or hold it for the admin
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
  const readyAt = computeNextRetry({ attempts, firstTriedAt, now, random });
  if (readyAt) return { state: "deferred", answer, readyAt, isUncertain };
  if (isUncertain || uncertainAttempts > 0) return { state: "unknown", answer, isUncertain };
  const lastAnswer = `${GIVEN_UP_ANSWER}; the last answer: ${answer}`;
  return { state: "skipped", answer: lastAnswer, isUncertain };
}
