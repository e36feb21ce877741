import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { receiveMail } from "@tests/digest";
import { ingestEntries, makeEntry, makeReader, NOW } from "@tests/factories";
import { Cron } from "croner";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { jobs } from "./jobs";
import { startSchedule } from "./schedule";

const HOUR = 60 * 60_000;
const PATIENT = { timeout: 10_000 };
const FAKED = ["Date", "setTimeout", "clearTimeout"] as const;

describe("the digest's schedule", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: [...FAKED], now: NOW.getTime() - 9 * HOUR });
  });
  afterEach(() => {
    vi.clearAllTimers();
    vi.useRealTimers();
  });

  /** Lets the hours pass; what a tick starts gets real time to finish in. */
  async function pass(minutes: number) {
    for (let step = 0; step < minutes; step += 5) {
      await vi.advanceTimersByTimeAsync(5 * 60_000);
      for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    }
  }

  test("mails nothing before the hour, then each reader once however often it ticks", async () => {
    useEnv({ ...env(), digest: { ...env().digest, hour: 7, timeZone: "UTC" } });
    const { mails } = await receiveMail();
    await makeReader();
    // At the start yesterday's edition is not yet a day late: it is made, for nobody.
    startSchedule();
    await pass(5);
    await vi.waitFor(async () => expect(await db().digestIssue.count()).toBe(1), PATIENT);
    await ingestEntries([makeEntry({ day: "2026-03-05" })], new Date());
    await pass(50);
    expect(mails).toHaveLength(0);
    await pass(60);
    await vi.waitFor(() => expect(mails).toHaveLength(1), PATIENT);
  });

  test("hours in which nothing is due are no lines of the log", async () => {
    useEnv({ ...env(), digest: { ...env().digest, hour: 6, timeZone: "UTC" } });
    startSchedule();
    await pass(5);
    const lines = () => vi.mocked(console.log).mock.calls.map((words) => words.join(" "));
    await vi.waitFor(() => expect(lines()).toHaveLength(1), PATIENT);
    expect(lines()[0]).toContain("Made daily/2026-03-05/06/UTC. No new papers since");
    await pass(120);
    expect(lines()).toHaveLength(1);
  });
});

test("every job's schedule can be read and comes again", () => {
  for (const { schedule } of Object.values(jobs)) {
    expect(new Cron(schedule, { timezone: "UTC", paused: true }).nextRun()).toBeInstanceOf(Date);
  }
});

describe("npm run job", () => {
  /** The command as a process of its own, on this test's database. */
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

  test("does the job and says what it did", async () => {
    const { code, stdout, stderr } = await runJob("digest");
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Made daily\/.* No new papers .* comes in .*\.\n$/),
      stderr: "",
    });
  });

  test.each([[], ["constructor"]])(
    "without a job's name it says which there are and fails: %s",
    async (...names) => {
      const { code, stdout, stderr } = await runJob(...names);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: "",
        stderr: "Say which job: npm run job digest | pull | embed | bounces\n",
      });
    },
  );
});
