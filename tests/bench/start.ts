import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { findFreePort, toEnvironment } from "../e2e/site";
import { computeMedian, formatSpread } from "./statistics";

const ROUNDS = 5;
const GOAL_SECONDS = 3;

/** Measures the seconds from the command to the first page, with nothing to install or build. */
async function timeStart(folder: string): Promise<number> {
  const port = await findFreePort();
  const env = toEnvironment({
    ...process.env,
    PORT: String(port),
    DATABASE_URL: `file:${path.join(folder, "start.db")}`,
    DIGEST_SCHEDULE: "off",
  });
  const start = performance.now();
  const child = spawn("npm", ["start"], { env, stdio: "ignore" });
  for (;;) {
    try {
      const answer = await fetch(`http://localhost:${port}/papers`);
      await answer.text();
      if (answer.ok) break;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const seconds = (performance.now() - start) / 1000;
  child.kill("SIGTERM");
  await once(child, "close");
  return seconds;
}

/** Measures how long a start takes to its first page. The first one, which migrates, isn't counted. */
export async function run(folder: string): Promise<boolean> {
  await timeStart(folder);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeStart(folder));
  console.log(`npm start to the first page: ${formatSpread(times, 2)} s, goal ${GOAL_SECONDS} s`);
  return computeMedian(times) <= GOAL_SECONDS;
}
