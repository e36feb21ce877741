import type { FetchSource } from "./fetch-source";

/** What a pull depends on. Tests pass their own clock, randomness and network. */
export type PullContext = {
  now: () => Date;
  fetch: FetchSource;
  sleep(milliseconds: number): Promise<void>;
  random: () => number;
  /** Whether the process was asked to stop. The next run then continues with the rest. */
  isStopping: () => boolean;
};
