import { Cron } from "croner";
import { log } from "@/lib/log";
import type { Job } from "./job";
import { jobs } from "./jobs";

type Running = { stopped: boolean; runs: Set<Promise<unknown>> };

/**
 * What runs in this process, which Next bundles into several copies of this module; and where
 * src/cli/serve.mjs, which is no part of the bundle, finds how to stop it.
 */
const kept = globalThis as typeof globalThis & {
  dailyPapersJobs?: Running;
  dailyPapersStopJobs?: () => Promise<void>;
};

function running(): Running {
  kept.dailyPapersJobs ??= { stopped: false, runs: new Set() };
  return kept.dailyPapersJobs;
}

/** Waits for a run, as does whoever stops this process. */
async function watch<T>(run: Promise<T>): Promise<T> {
  const { runs } = running();
  runs.add(run);
  try {
    return await run;
  } finally {
    runs.delete(run);
  }
}

const isStopping = () => running().stopped;

/** Runs a job that was asked for from outside, to its end, and answers what it did. */
export const runPosted = (job: Job): Promise<string> =>
  watch(job.run({ scheduled: true, isStopping }));

/** Starts the schedule of every job in this process that the settings want there. A job runs beside itself only where it says that it may. */
export function startSchedule(): void {
  running().stopped = false;

  const wanted = Object.entries(jobs).filter(([, job]) => job.isScheduled());
  const crons = wanted.map(([name, job]) => {
    let before = "";
    const tick = async () => {
      try {
        const did = await job.run({ scheduled: true, isStopping });
        // What it says at every tick is worth a line once; that there was nothing to do, none.
        if (did !== before && !job.idlePrefixes?.some((words) => did.startsWith(words))) {
          log.info(`job ${name}`, { did });
        }
        before = did;
      } catch (error) {
        log.error(`job ${name} failed`, { reason: String(error) });
      }
    };
    const options = { timezone: "UTC", protect: !job.overlaps, unref: true };
    return new Cron(job.schedule, options, () => watch(tick()));
  });

  kept.dailyPapersStopJobs = async () => {
    running().stopped = true;
    for (const cron of crons) cron.stop();
    await Promise.allSettled(running().runs);
  };
}
