import { env } from "@/env";
import { isDigestDue, runDigest } from "@/features/digest/run";
import { embedPapers } from "@/features/search/mutations-embed";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/mailer";

export type Call = {
  /** By the schedule, which waits for the job's hour; a person who calls it doesn't. */
  scheduled: boolean;
  /** Whether the process is asked to stop: then what can wait is left to the next run. */
  stopping: () => boolean;
};

/** A job: what it does, answering it in a sentence, and when the server does it by itself. */
export type Job = {
  run(call: Call): Promise<string>;
  /** Cron pattern, UTC */
  schedule: string;
};

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
  },
  embed: {
    async run({ stopping }) {
      const { embedder } = env();
      if (!embedder) return "No embedder is set: EMBEDDINGS_URL names one.";
      return `Embedded ${await embedPapers(embedder, { stopping })} papers.`;
    },
    schedule: "*/10 * * * *",
  },
};
