import { setTimeout } from "node:timers/promises";
import { env } from "@/env";
import { SENT_ELSEWHERE_PREFIX } from "@/features/digest/delivery/summary";
import { runDigest } from "@/features/digest/run";
import { NOTHING_DUE } from "@/features/digest/run-summary";
import { createFetchSource } from "@/features/ingest/pull/fetch-source";
import { pull } from "@/features/ingest/pull/pull";
import { parseSources } from "@/features/ingest/pull/source-config";
import { embedPapers } from "@/features/search/similar/mutations";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/mailer";
import { bounces } from "./bounces";
import type { Job } from "./job";

/** Waits, but not while the process is asked to stop. */
async function sleepUnless(isStopping: () => boolean, time: number): Promise<void> {
  const STEP = 200;
  for (let left = time; left > 0 && !isStopping(); left -= STEP) {
    await setTimeout(Math.min(left, STEP));
  }
}

/** The sources of `.env`, or of them those that are named. */
function sourcesNamed(args: string[]) {
  const sources = parseSources(env().sources);
  const names = sources.map(({ name }) => name);
  const unknown = args.find((word) => !names.includes(word));
  if (unknown) throw new Error(`SOURCES has no ${unknown}: it has ${names.join(", ") || "none"}`);
  return args.length ? sources.filter(({ name }) => args.includes(name)) : sources;
}

export const jobs: Record<string, Job> = {
  digest: {
    async run({ isStopping }) {
      const mailer = openMailer();
      try {
        return await runDigest({ now, mailer, isStopping });
      } finally {
        mailer.close();
      }
    },
    // An edition's hour may begin in any minute, as zones do, and what was refused is tried again.
    schedule: "* * * * *",
    isScheduled: () => env().digest.scheduled,
    isPosted: true,
    // Sending may take hours at MAIL_RATE, and other zones' editions are made meanwhile: a second run
    // finds the sender at work, which sends theirs too.
    overlaps: true,
    idlePrefixes: [NOTHING_DUE, SENT_ELSEWHERE_PREFIX],
  },
  pull: {
    run: ({ scheduled, isStopping, args = [] }) =>
      pull({
        now,
        isStopping,
        due: scheduled,
        sources: sourcesNamed(args),
        fetch: createFetchSource({ now }),
        sleep: (time) => sleepUnless(isStopping, time),
        random: Math.random,
      }),
    // Each source has its own interval; this is how soon it is noticed.
    schedule: "* * * * *",
    isScheduled: () => parseSources(env().sources).length > 0,
    isPosted: true,
  },
  embed: {
    async run({ isStopping }) {
      const { embedder } = env();
      if (!embedder) return "No embedder is set: EMBEDDINGS_URL names one.";
      return `Embedded ${await embedPapers(embedder, { isStopping })} papers.`;
    },
    schedule: "*/10 * * * *",
    isScheduled: () => env().embedder !== undefined,
    // Hours of work, where an archive is new.
    isPosted: false,
  },
  bounces,
};
