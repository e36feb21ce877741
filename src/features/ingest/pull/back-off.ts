import { MINUTE, SECOND } from "@/lib/duration";

/**
 * Computes the milliseconds before the next attempt within a run: about 2 seconds after the first
 * attempt and 4 after the second (step.ts makes three). The random part, half to one and a half times
 * that, keeps several sites from asking at the same moment.
 */
export const computeRetryPause = (attempt: number, random: () => number): number =>
  Math.round(2 ** attempt * SECOND * (0.5 + random()));

/**
 * Computes the milliseconds before the next run after a number of failed runs in a row: about 1, 2
 * and 4 minutes, and so on up to the source's interval.
 */
export const computeFailurePause = (
  failures: number,
  interval: number,
  random: () => number,
): number =>
  Math.round(Math.min(interval, 2 ** Math.min(failures - 1, 12) * MINUTE) * (0.75 + random() / 2));
