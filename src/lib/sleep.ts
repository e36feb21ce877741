import { setTimeout } from "node:timers/promises";

/** How often a wait checks whether the process is asked to stop. */
const STOP_CHECK_MS = 200;

/**
 * Waits for this long, or until the process is asked to stop.
 *
 * @param sleep replaces the real time in tests
 */
export async function sleepUnlessStopping(
  milliseconds: number,
  isStopping: () => boolean,
  sleep: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<void> {
  for (let left = milliseconds; left > 0 && !isStopping(); left -= STOP_CHECK_MS) {
    await sleep(Math.min(left, STOP_CHECK_MS));
  }
}
