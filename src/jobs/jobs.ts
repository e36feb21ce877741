import { setTimeout } from "node:timers/promises";
import { env } from "@/env";
import { NOTHING_DUE } from "@/features/digest/report";
import { runDigest } from "@/features/digest/run";
import { askAsConfigured } from "@/features/ingest/ask";
import { pull } from "@/features/ingest/pull";
import { parseSources } from "@/features/ingest/source-names";
import { embedPapers } from "@/features/search/mutations-embed";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/mailer";

export type Call = {
  /** By a schedule, which asks what is due; a person who calls it wants it now. */
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
  /** Whether POST /api/jobs/<name> may call it */
  isPosted: boolean;
  /** How it begins to say that there was nothing to do: no line of the log */
  idle?: string;
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
    async run({ stopping }) {
      const mailer = openMailer();
      try {
        return await runDigest({ now, mailer, stopping });
      } finally {
        mailer.close();
      }
    },
    // An edition's hour may begin in any minute, as zones do, and what was refused is tried again.
    schedule: "* * * * *",
    isScheduled: () => env().digest.scheduled,
    isPosted: true,
    idle: NOTHING_DUE,
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
    isPosted: true,
  },
  embed: {
    async run({ stopping }) {
      const { embedder } = env();
      if (!embedder) return "No embedder is set: EMBEDDINGS_URL names one.";
      return `Embedded ${await embedPapers(embedder, { stopping })} papers.`;
    },
    schedule: "*/10 * * * *",
    isScheduled: () => env().embedder !== undefined,
    // Hours of work, where an archive is new.
    isPosted: false,
  },
};
