import { env } from "@/env";
import { rememberOnce } from "./process-wide";

/**
 * Returns the current time. Only this file reads the clock; everything below takes `now` as
 * an argument. With `CLOCK` set, the time starts there at the process's first call and runs on.
 */
export function now(): Date {
  const start = env().clock;
  if (!start) return new Date();
  const offset = rememberOnce(`clock:${start}`, () => Date.parse(start) - Date.now());
  return new Date(Date.now() + offset);
}

/**
 * Returns the system's time, whatever `CLOCK` says. Only for what a library compares with the system's
 * time by itself: better-auth does so with the expiry of sessions and links.
 */
export const readSystemClock = (): Date => new Date();
