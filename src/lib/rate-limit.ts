import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "./errors";

/** What is left to a key after a take, and in how many whole seconds the count starts anew. */
export type RateLimitState = { allowed: boolean; remaining: number; seconds: number };

/** So many takes a key within so many seconds, counted in this process. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;

  constructor({ points, seconds }: { points: number; seconds: number }) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** @throws AppError too_many_requests, saying why and how long to wait */
  async consume(key: string, reason: string): Promise<void> {
    try {
      await this.#limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const minutes = Math.ceil(error.msBeforeNext / 60_000);
      throw new AppError(
        "too_many_requests",
        `${reason} Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
      );
    }
  }

  /** Takes several at once, and tells what is left instead of throwing. */
  async count(key: string, points = 1): Promise<RateLimitState> {
    try {
      return left(await this.#limiter.consume(key, points), true);
    } catch (error) {
      if (error instanceof RateLimiterRes) return left(error, false);
      throw error;
    }
  }
}

const left = (
  { remainingPoints, msBeforeNext }: RateLimiterRes,
  allowed: boolean,
): RateLimitState => ({
  allowed,
  remaining: Math.max(0, remainingPoints),
  seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});
