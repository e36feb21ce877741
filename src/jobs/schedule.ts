import { Cron } from "croner";
import { log } from "@/lib/log";
import { jobs } from "./jobs";

/** Where src/cli/serve.mjs, which is no part of Next's bundle, finds how to stop the jobs. */
const kept = globalThis as typeof globalThis & { dailyPapersStopJobs?: () => Promise<void> };

/** Starts the schedule of every job in this process that the settings want there. A job never runs beside itself. */
export function startSchedule(): void {
  let stopped = false;
  const running = new Set<Promise<void>>();
  const stopping = () => stopped;

  const wanted = Object.entries(jobs).filter(([, job]) => job.isScheduled());
  const crons = wanted.map(([name, job]) => {
    let before = "";
    const tick = async () => {
      try {
        const did = await job.run({ scheduled: true, stopping });
        // What it says at every tick is worth a line once.
        if (did !== before) log.info(`job ${name}`, { did });
        before = did;
      } catch (error) {
        log.error(`job ${name} failed`, { reason: String(error) });
      }
    };
    return new Cron(job.schedule, { timezone: "UTC", protect: true, unref: true }, async () => {
      const run = tick();
      running.add(run);
      await run;
      running.delete(run);
    });
  });

  kept.dailyPapersStopJobs = async () => {
    stopped = true;
    for (const cron of crons) cron.stop();
    await Promise.all(running);
  };
}
