import { RETRY_MS } from "@/features/digest/limits";
import { MINUTE } from "@/lib/duration";

/** The wait after the first, second, third … attempt. */
const RETRY_DELAYS = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE];
/** The wait after each further attempt. */
const MAX_RETRY_DELAY = 60 * MINUTE;

type AttemptsSoFar = {
  /** At least 1 */
  attempts: number;
  firstTriedAt: Date;
  now: Date;
  /** 0 ≤ random < 1 */
  random: number;
};

/**
 * Returns when to try a delivery again: after 1, 5, 15 and then every 60 minutes. Each wait is
 * randomly extended by up to a quarter, so that deliveries that failed together are not all retried
 * together. Returns null if the retry would be later than RETRY_HOURS after the first attempt: the
 * delivery is then given up. Pure.
 */
export function computeNextRetry({
  attempts,
  firstTriedAt,
  now,
  random,
}: AttemptsSoFar): Date | null {
  const delay = RETRY_DELAYS[attempts - 1] ?? MAX_RETRY_DELAY;
  const next = now.getTime() + Math.round(delay * (1 + random / 4));
  return next > firstTriedAt.getTime() + RETRY_MS ? null : new Date(next);
}
