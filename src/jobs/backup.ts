import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { env } from "@/env";
import { SECOND } from "@/lib/duration";
import type { Job } from "./job";

/**
 * Runs `npm run backup` in a process of its own, because SQLite copies the database in one synchronous
 * call, during which the server would answer nobody. Returns what the command printed.
 *
 * @throws Error with what the command printed on standard error
 */
async function runBackupCommand(isStopping: () => boolean): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/backup.ts", "backup"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A backup that is cut short leaves no file, and the next day's replaces it.
  const watch = setInterval(() => isStopping() && child.kill(), SECOND);
  try {
    const exited = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const [code, output, errors] = await Promise.all([
      exited,
      text(child.stdout),
      text(child.stderr),
    ]);
    if (code === null) return "The backup was stopped and left no file.";
    if (code !== 0) throw new Error(errors.trim());
    return output.trim().replaceAll("\n", " ");
  } finally {
    clearInterval(watch);
  }
}

export const backup: Job = {
  run: ({ isStopping }) => runBackupCommand(isStopping),
  schedule: "30 3 * * *",
  isScheduled: () => env().backups.scheduled,
  isPosted: true,
};
