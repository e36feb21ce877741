import { Cron } from "croner";
import { log } from "@/lib/log";
import { rememberOnce } from "@/lib/process-wide";
import type { Job } from "./job";
import { jobs } from "./jobs";

type Schedule = { isStopping: boolean; crons: Cron[]; runs: Set<Promise<unknown>> };

/** Returns the schedule and the runs of this process. */
export const getSchedule = (): Schedule =>
  rememberOnce("schedule", () => ({ isStopping: false, crons: [], runs: new Set() }));

const isStopping = () => getSchedule().isStopping;

/** Waits for a run, and lets `stopJobs` wait for it too. */
async function track<T>(run: Promise<T>): Promise<T> {
  const { runs } = getSchedule();
  runs.add(run);
  try {
    return await run;
  } finally {
    runs.delete(run);
  }
}

/** Runs a job that was started by POST /api/jobs/<name>, and returns what it did. */
export const runPosted = (job: Job): Promise<string> =>
  track(job.run({ scheduled: true, isStopping }));

/** Starts, in this process, the schedules of all jobs that the settings ask for. */
export function startSchedule(): void {
  const schedule = getSchedule();
  schedule.isStopping = false;
  schedule.crons = Object.entries(jobs)
    .filter(([, job]) => job.isScheduled())
    .map(([name, job]) => {
      const options = { timezone: "UTC", protect: !job.overlaps, unref: true };
      const tick = createTick(name, job);
      return new Cron(job.schedule, options, () => track(tick()));
    });
  // src/cli/serve.mjs is not part of the bundle. It finds the function by this name.
  rememberOnce("stopJobs", () => stopJobs);
}

/** Creates the function that a schedule calls. It never throws. */
function createTick(name: string, job: Job): () => Promise<void> {
  let previous = "";
  return async () => {
    try {
      const did = await job.run({ scheduled: true, isStopping });
      // A sentence that repeats at every tick is logged once. One that reports that nothing was due is never logged.
      const isIdle = job.idlePrefixes?.some((prefix) => did.startsWith(prefix)) ?? false;
      if (did !== previous && !isIdle) log.info(`job ${name}`, { did });
      previous = did;
    } catch (error) {
      log.error(`job ${name} failed`, { reason: String(error) });
    }
  };
}

/** Stops the schedules, asks all runs to stop, and waits until they have ended. */
export async function stopJobs(): Promise<void> {
  const schedule = getSchedule();
  schedule.isStopping = true;
  for (const cron of schedule.crons) cron.stop();
  await Promise.allSettled(schedule.runs);
}
