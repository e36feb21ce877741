import { closeDatabase } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env } from "@/env";
import { jobs } from "./jobs";

/** Runs one job and prints what it did: `npm run job <name>`. */
const [name = "", ...args] = process.argv.slice(2);
const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
if (!job) {
  console.error(`Name a job: npm run job ${Object.keys(jobs).join(" | ")}`);
  process.exitCode = 1;
} else {
  // On a signal the job finishes what it has begun and leaves the rest to the next run.
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.on(signal, () => {
      isStopping = true;
    });
  }
  try {
    migrate(env().databaseFile, readMigrations("prisma/migrations"));
    console.log(await job.run({ scheduled: false, isStopping: () => isStopping, args }));
  } catch (error) {
    console.error(`The job ${name} failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = job.failureExitCode ?? 1;
  } finally {
    await closeDatabase();
  }
}
