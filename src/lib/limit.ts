import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "./errors";

/** So many takes a key within so many seconds, counted in this process. */
export class Limit {
  readonly #limiter: RateLimiterMemory;

  constructor({ points, seconds }: { points: number; seconds: number }) {
    this.#limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** @throws AppError too_many_requests, saying why and how long to wait */
  async take(key: string, reason: string): Promise<void> {
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
}
