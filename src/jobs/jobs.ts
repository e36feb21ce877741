import { env } from "@/env";
import { SENT_ELSEWHERE_PREFIX } from "@/features/digest/delivery/summary";
import { runDigest } from "@/features/digest/run";
import { NOTHING_DUE } from "@/features/digest/run-summary";
import { createFetchSource } from "@/features/ingest/pull/fetch-source";
import { pull } from "@/features/ingest/pull/pull";
import { parseSources } from "@/features/ingest/pull/source-config";
import { embedPapers } from "@/features/search/similar/mutations";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/email/mailer";
import { plural } from "@/lib/plural";
import { sleepUnlessStopping } from "@/lib/sleep";
import { backup } from "./backup";
import { bounces } from "./bounces";
import { cleanup } from "./cleanup";
import type { Job } from "./job";

/**
 * Lists the configured sources, or those of them that are named.
 *
 * @throws Error if a name is not configured
 */
function selectSources(names: string[]) {
  const sources = parseSources(env().sources);
  if (names.length === 0) return sources;
  const configured = sources.map(({ name }) => name);
  const unknown = names.find((name) => !configured.includes(name));
  if (unknown) {
    throw new Error(
      `SOURCES does not contain ${unknown}. It contains: ${configured.join(", ") || "nothing"}.`,
    );
  }
  return sources.filter(({ name }) => names.includes(name));
}

const digest: Job = {
  async run({ isStopping }) {
    const mailer = openMailer();
    try {
      return await runDigest({ now, mailer, isStopping });
    } finally {
      mailer.close();
    }
  },
  // An edition may be due at any minute, because time zones differ by parts of an hour. So may retries.
  schedule: "* * * * *",
  isScheduled: () => env().digest.scheduled,
  isPosted: true,
  // At MAIL_RATE sending may take hours. Meanwhile a second run makes the editions of other time
  // zones; the first run, which holds the send lease, sends them too.
  overlaps: true,
  idlePrefixes: [NOTHING_DUE, SENT_ELSEWHERE_PREFIX],
};

const pullSources: Job = {
  run: ({ scheduled, isStopping, args = [] }) =>
    pull({
      now,
      isStopping,
      due: scheduled,
      sources: selectSources(args),
      fetch: createFetchSource({ now }),
      sleep: (milliseconds) => sleepUnlessStopping(milliseconds, isStopping),
      random: Math.random,
    }),
  // Each source has its own interval. The schedule only determines how soon the job notices its end.
  schedule: "* * * * *",
  isScheduled: () => parseSources(env().sources).length > 0,
  isPosted: true,
};

const embed: Job = {
  async run({ isStopping }) {
    const { embedder } = env();
    if (!embedder) return "No embedder is configured: set EMBEDDINGS_URL.";
    return `Embedded ${plural(await embedPapers(embedder, { isStopping }), "paper")}.`;
  },
  schedule: "*/10 * * * *",
  isScheduled: () => env().embedder !== undefined,
  // A new archive takes hours, longer than a request may.
  isPosted: false,
};

export const jobs: Record<string, Job> = {
  digest,
  pull: pullSources,
  embed,
  bounces,
  backup,
  cleanup,
};
