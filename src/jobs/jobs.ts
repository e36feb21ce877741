import { isDigestDue, runDigest } from "@/features/digest/run";
import { now } from "@/lib/clock";
import { openMailer } from "@/lib/mailer";

/** A job: what it does, when the server does it by itself, and whether it is due then. */
export type Job = {
  run(): Promise<string>;
  /** Cron pattern, UTC */
  schedule: string;
  /** Asked at each tick of the schedule; a person who calls the job isn't asked. */
  isDue(): boolean;
};

export const jobs: Record<string, Job> = {
  digest: {
    async run() {
      const mailer = openMailer();
      try {
        return await runDigest({ now, mailer });
      } finally {
        mailer.close();
      }
    },
    // Often, so that a server that was down at the hour, or a refused mail, is made up for.
    schedule: "*/5 * * * *",
    isDue: () => isDigestDue(now()),
  },
};
