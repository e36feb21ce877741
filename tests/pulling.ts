import { env, useEnv } from "@/env";
import { createFetchSource } from "@/features/ingest/pull/fetch-source";
import { type PullOptions, pull } from "@/features/ingest/pull/pull";
import { findSourceState } from "@/features/ingest/pull/queries";
import { parseSources } from "@/features/ingest/pull/source-config";
import { MINUTE } from "@/lib/duration";
import { makeEntry, NOW } from "./factories";

/** Creates a puller with small limits and a clock that moves only by `sleep` and `advanceClock`. */
export function makePuller(sources: string, more: Partial<PullOptions> = {}) {
  useEnv({ ...env(), privateSources: true });
  const slept: number[] = [];
  let at = NOW.getTime();
  const now = () => new Date(at);
  const options: PullOptions = {
    now,
    sources: parseSources(sources),
    fetch: createFetchSource({ now, maxBytes: 1024 * 1024 }),
    random: () => 0.5,
    isStopping: () => false,
    due: false,
    async sleep(time) {
      slept.push(time);
      at += time;
    },
    ...more,
  };
  const name = options.sources[0]?.name ?? "";
  return {
    name,
    slept,
    now,
    options,
    run: (other: Partial<PullOptions> = {}) => pull({ ...options, ...other }),
    /** For servers that never answer, so that tests don't wait for long */
    fetchWithShortTimeout: createFetchSource({ now, timeout: 400, maxBytes: 1024 * 1024 }),
    state: () => findSourceState(name),
    /** Moves the clock; negative minutes set it back */
    advanceClock(minutes: number) {
      at += minutes * MINUTE;
    },
  };
}

/** Answers a day as Hugging Face does: two papers on each weekday. */
export function answerDay(url: URL): string {
  const day = url.searchParams.get("date") ?? "";
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return "[]";
  const number = day.slice(5).replace("-", "");
  return JSON.stringify(
    [1, 2].map((count) => makeEntry({ id: `2603.${number}${count}`, day, upvotes: count })),
  );
}
