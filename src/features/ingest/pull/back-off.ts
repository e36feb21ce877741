const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** ms before the next try within a run: about 2, 4, 8 s, spread so that sites don't ask in step. */
export const computeRetryPause = (attempt: number, random: () => number): number =>
  Math.round(2 ** attempt * SECOND * (0.5 + random()));

/** ms before the next run after so many failures in a row: about 1, 2, 4 minutes, at most the interval. */
export const computeFailurePause = (
  failures: number,
  every: number,
  random: () => number,
): number =>
  Math.round(Math.min(every, 2 ** Math.min(failures - 1, 12) * MINUTE) * (0.75 + random() / 2));
