import { env } from "@/env";

/** Next bundles this module once a route, and all of them go by one clock. */
const kept = globalThis as typeof globalThis & {
  dailyPapersClock?: { start: string | undefined; offset: number };
};

/**
 * The only reader of the clock; everything below takes `now` as an argument. With `CLOCK` set it
 * starts there when the process first asks, and runs on from it.
 */
export function now(): Date {
  const start = env().clock;
  if (kept.dailyPapersClock?.start !== start) kept.dailyPapersClock = undefined;
  kept.dailyPapersClock ??= { start, offset: start ? Date.parse(start) - Date.now() : 0 };
  return new Date(Date.now() + kept.dailyPapersClock.offset);
}
