import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { MINUTE, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { plural } from "@/lib/plural";

/** The points that a key has left after a request, and the whole seconds until its count restarts at 0. */
type RateLimitState = { allowed: boolean; remaining: number; seconds: number };

/** Creates the error of a request beyond a limit. It gives the reason and the time to wait. */
export function createRateLimitError(reason: string, waitMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(waitMs / MINUTE));
  return new AppError(
    "too_many_requests",
    `${reason} Try again in ${plural(minutes, "minute")}.`,
    Math.max(1, Math.ceil(waitMs / SECOND)),
  );
}

/** Allows each key a number of points within a number of seconds. Counts in this process only. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;

  constructor({ points, seconds }: { points: number; seconds: number }) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** Consumes one point. @throws AppError too_many_requests with the reason and the time to wait */
  async consume(key: string, reason: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw createRateLimitError(reason, error.msBeforeNext);
    }
  }

  /** Consumes several points at once, and returns how many are left instead of throwing. */
  async count(key: string, points = 1): Promise<RateLimitState> {
    try {
      return toState(await this.#limiter.consume(key, points), true);
    } catch (error) {
      if (error instanceof RateLimiterRes) return toState(error, false);
      throw error;
    }
  }
}

const toState = (
  { remainingPoints, msBeforeNext }: RateLimiterRes,
  allowed: boolean,
): RateLimitState => ({
  allowed,
  remaining: Math.max(0, remainingPoints),
  seconds: Math.max(1, Math.ceil(msBeforeNext / SECOND)),
});
