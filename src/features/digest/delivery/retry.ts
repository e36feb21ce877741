const MINUTE = 60_000;
const DELAYS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE);
const LONGEST = 60 * MINUTE;

/** A mail that was not taken for so long is given up. */
export const RETRY_FOR = 12 * 60 * MINUTE;

export type AttemptsSoFar = {
  /** How often it was tried, at least once */
  attempts: number;
  firstAt: Date;
  now: Date;
  /** 0 ≤ random < 1 */
  random: number;
};

/**
 * When a mail is tried again: after 1, 5, 15, then every 60 minutes, each up to a quarter longer,
 * so that what failed together doesn't come back together. Null: too late, it is given up.
 */
export function computeNextRetry({ attempts, firstAt, now, random }: AttemptsSoFar): Date | null {
  const delay = DELAYS[attempts - 1] ?? LONGEST;
  const next = now.getTime() + Math.round(delay * (1 + random / 4));
  return next > firstAt.getTime() + RETRY_FOR ? null : new Date(next);
}
