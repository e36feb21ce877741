import { env } from "@/env";

let offset: number | undefined;

/**
 * The only reader of the clock; everything below takes `now` as an argument. With `CLOCK` set it
 * starts there when the process first asks, and runs on from it.
 */
export function now(): Date {
  const clock = env().clock;
  offset ??= clock ? Date.parse(clock) - Date.now() : 0;
  return new Date(Date.now() + offset);
}
