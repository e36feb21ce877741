import { closeDatabase } from "@/db/client";
import { jobs } from "./jobs";

/** `npm run job <name>` */
const name = process.argv[2] ?? "";
const job = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
if (!job) {
  console.error(`Say which job: npm run job ${Object.keys(jobs).join(" | ")}`);
  process.exitCode = 1;
} else {
  try {
    console.log(await job.run());
  } catch (error) {
    console.error(`The job ${name} failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    await closeDatabase();
  }
}
