import { Cron } from "croner";
import { log } from "@/lib/log";
import { jobs } from "./jobs";

/** Starts the schedule of every job in this process. A job never runs beside itself. */
export function startSchedule(): void {
  for (const [name, job] of Object.entries(jobs)) {
    new Cron(job.schedule, { timezone: "UTC", protect: true, unref: true }, async () => {
      try {
        if (job.isDue()) log.info(`job ${name}`, { did: await job.run() });
      } catch (error) {
        log.error(`job ${name} failed`, { reason: String(error) });
      }
    });
  }
}
