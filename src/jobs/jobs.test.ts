import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { receiveEmails } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { expectErrors } from "@tests/set-up";
import { Cron } from "croner";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { HOUR, MINUTE } from "@/lib/duration";
import { jobs } from "./jobs";
import { getSchedule, startSchedule, stopJobs } from "./schedule";

const FAKED_TIMERS = ["Date", "setTimeout", "clearTimeout"] as const;

describe("the digest's schedule", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: [...FAKED_TIMERS], now: NOW.getTime() - 9 * HOUR + 45 * MINUTE });
  });
  afterEach(async () => {
    const stopped = stopJobs();
    await settle();
    await stopped;
    vi.clearAllTimers();
    vi.useRealTimers();
  });

  /** Waits for the runs of all ticks, in real time: if the clock ran on, a lease would expire. */
  async function settle() {
    while (getSchedule().runs.size) {
      await vi.advanceTimersByTimeAsync(1);
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    }
  }

  async function advanceMinutes(minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) {
      await vi.advanceTimersByTimeAsync(MINUTE);
      await settle();
    }
  }

  test("sends nothing before the hour, then one email to each subscriber, however often it ticks", async () => {
    useEnv({ ...env(), digest: { ...env().digest, hour: 7, timeZone: "UTC" } });
    const { emails } = await receiveEmails();
    await makeSubscription();
    // At the start yesterday's edition is not yet 24 hours old: it is made, for no subscriber.
    startSchedule();
    await advanceMinutes(5);
    expect(await db().digestIssue.count()).toBe(1);
    await ingestEntries([makeEntry({ day: "2026-03-05" })], new Date());
    await advanceMinutes(5);
    expect(emails).toHaveLength(0);
    await advanceMinutes(10);
    expect(emails).toHaveLength(1);
  });

  test("a run that fails is logged, and the next tick follows", async () => {
    expectErrors(/^error job digest failed/);
    await db().$executeRaw`ALTER TABLE "Subscription" RENAME TO "Away"`;
    startSchedule();
    await advanceMinutes(1);
    expect(console.error).toHaveBeenCalledOnce();
    await db().$executeRaw`ALTER TABLE "Away" RENAME TO "Subscription"`;
    expect(await db().digestIssue.count()).toBe(0);
    await advanceMinutes(1);
    expect(await db().digestIssue.count()).toBe(1);
  });

  test("minutes in which nothing is due are not logged", async () => {
    useEnv({ ...env(), digest: { ...env().digest, hour: 6, timeZone: "UTC" } });
    startSchedule();
    await advanceMinutes(5);
    const lines = () => vi.mocked(console.log).mock.calls.map((words) => words.join(" "));
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toContain(
      "Made daily/2026-03-05/06/UTC, with no emails to send. No new papers since",
    );
    await advanceMinutes(20);
    expect(lines()).toHaveLength(1);
  });
});

test("every job's schedule is valid and recurs", () => {
  for (const { schedule } of Object.values(jobs)) {
    expect(new Cron(schedule, { timezone: "UTC", paused: true }).nextRun()).toBeInstanceOf(Date);
  }
});

describe("npm run job", () => {
  /** Runs the command as a process of its own, on this test's database. */
  async function runJob(...names: string[]) {
    const settings = {
      DATABASE_URL: `file:${env().databaseFile}`,
      OUTBOX: env().outbox,
      SECRET: env().secret,
    };
    const command = promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "src/jobs/run.ts", ...names],
      { env: { ...process.env, ...settings } },
    );
    const failed = (error: { code: number; stdout: string; stderr: string }) => error;
    return command.then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }), failed);
  }

  test("runs the job and prints what it did", async () => {
    const { code, stdout, stderr } = await runJob("digest");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Made daily\/.* No new papers .* is due in .*\.\n$/),
      stderr: "",
    });
  });

  test.each([[], ["constructor"]])(
    "without a valid job name it prints the names and fails: %s",
    async (...names) => {
      const { code, stdout, stderr } = await runJob(...names);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: "",
        stderr: "Name a job: npm run job digest | pull | embed | bounces | backup | cleanup\n",
      });
    },
  );
});
