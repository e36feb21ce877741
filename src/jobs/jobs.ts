import { setTimeout } from "node:timers/promises";
import { env } from "@/env";
import { isDigestDue, runDigest } from "@/features/digest/run";
import { askAsConfigured } from "@/features/ingest/ask";
import { pull } from "@/features/ingest/pull";
import { parseSources } from "@/features/ingest/source-names";
import { embedPapers } from "@/features/search/mutations-embed";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/mailer";
import { bounces } from "./bounces";

export type Call = {
  /** By the schedule, which waits for the job's hour; a person who calls it doesn't. */
  scheduled: boolean;
  /** Whether the process is asked to stop: then what can wait is left to the next run. */
  stopping: () => boolean;
  /** What stands after the job's name: the sources to pull */
  words?: string[];
};

/** A job: what it does, answering it in a sentence, and when the server does it by itself. */
export type Job = {
  run(call: Call): Promise<string>;
  /** Cron pattern, UTC */
  schedule: string;
  /** Whether the settings want the server to do it by itself */
  isScheduled(): boolean;
  /** What the process ends with where the job fails; 1 by default */
  failsWith?: number;
};

/** Waits, but not while the process is asked to stop. */
async function sleepUnless(stopping: () => boolean, time: number): Promise<void> {
  const STEP = 200;
  for (let left = time; left > 0 && !stopping(); left -= STEP) {
    await setTimeout(Math.min(left, STEP));
  }
}

/** The sources of `.env`, or of them those that are named. */
function sourcesNamed(words: string[]) {
  const sources = parseSources(env().sources);
  const names = sources.map(({ name }) => name);
  const unknown = words.find((word) => !names.includes(word));
  if (unknown) throw new Error(`SOURCES has no ${unknown}: it has ${names.join(", ") || "none"}`);
  return words.length ? sources.filter(({ name }) => words.includes(name)) : sources;
}

export const jobs: Record<string, Job> = {
  digest: {
    async run({ scheduled, stopping }) {
      const mailer = openMailer();
      try {
        return await runDigest({ now, mailer, stopping, due: !scheduled || isDigestDue(now()) });
      } finally {
        mailer.close();
      }
    },
    // Often, so that a server that was down at the hour, or a refused mail, is made up for.
    schedule: "*/5 * * * *",
    isScheduled: () => env().digest.scheduled,
  },
  pull: {
    run: ({ scheduled, stopping, words = [] }) =>
      pull({
        now,
        stopping,
        due: scheduled,
        sources: sourcesNamed(words),
        fetch: askAsConfigured({ now }),
        sleep: (time) => sleepUnless(stopping, time),
        random: Math.random,
      }),
    // Each source has its own interval; this is how soon it is noticed.
    schedule: "* * * * *",
    isScheduled: () => parseSources(env().sources).length > 0,
  },
  embed: {
    async run({ stopping }) {
      const { embedder } = env();
      if (!embedder) return "No embedder is set: EMBEDDINGS_URL names one.";
      return `Embedded ${await embedPapers(embedder, { stopping })} papers.`;
    },
    schedule: "*/10 * * * *",
    isScheduled: () => env().embedder !== undefined,
  },
  bounces,
};
