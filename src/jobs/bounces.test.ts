import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { createReturnedEmail } from "@tests/bounce-samples/build";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { makeSubscription } from "@tests/factories";
import { expect, onTestFinished, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { bounces } from "./bounces";

// Some tests start a process that loads the whole program.
vi.setConfig({ testTimeout: 60_000 });

/** Runs the job as a process of its own, with an email on standard input, as a mail server does. */
async function runWithInput(email: string | Buffer | null, settings: Record<string, string> = {}) {
  const { databaseFile, secret, siteUrl } = env();
  const siteSettings = { DATABASE_URL: `file:${databaseFile}`, SECRET: secret, SITE_URL: siteUrl };
  const child = spawn(process.execPath, ["--import", "tsx", "src/jobs/run.ts", "bounces"], {
    env: { ...process.env, ...siteSettings, ...settings },
    stdio: [email === null ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(email);
  const printed = child.stdout ? text(child.stdout) : "";
  const errors = child.stderr ? text(child.stderr) : "";
  const [code] = await once(child, "exit");
  return { code, stdout: await printed, stderr: await errors };
}

const buildBounce = () =>
  bounceSamples["Postfix, no such user"]?.build(createReturnedEmail("reader-1")) ?? "";
const getState = async () => (await db().subscription.findFirstOrThrow()).state;

test("an email on standard input is recorded, and the exit code is 0", async () => {
  await makeSubscription();
  const stdout = "Recorded a permanent bounce, for one of our subscribers.\n";
  // The job reads to the end, although it does not use the end: a broken pipe would be a failure.
  const long = Buffer.from(buildBounce() + "a".repeat(3 * 1024 * 1024));
  expect(await runWithInput(long)).toEqual({ code: 0, stdout, stderr: "" });
  expect(await getState()).toBe("stopped");
});

test("if the database can't be opened, the exit code 75 asks the mail server to keep the email", async () => {
  const answer = await runWithInput(buildBounce(), { DATABASE_URL: "file:/dev/null/all.db" });
  expect(answer).toMatchObject({ code: 75, stdout: "" });
  expect(answer.stderr).toMatch(/^The job bounces failed: .+\n$/);
});

test("without an email and without a folder it prints what to do", async () => {
  const stdout =
    "No email on standard input and no folder configured: pipe an email in, or set BOUNCES_FOLDER.\n";
  expect(await runWithInput(null)).toEqual({ code: 0, stdout, stderr: "" });
  expect(await runWithInput("")).toEqual({ code: 0, stdout, stderr: "" });
});

test("the schedule reads the folder if one is configured", async () => {
  expect(bounces.isScheduled()).toBe(false);
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-bounces-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "new"));
  useEnv({ ...env(), mail: { ...env().mail, bouncesFolder: folder } });
  expect(bounces.isScheduled()).toBe(true);
  const call = { scheduled: true, isStopping: () => false };
  expect(await bounces.run(call)).toBe("No new bounces.");
  await makeSubscription();
  writeFileSync(path.join(folder, "new", "1.a"), buildBounce());
  expect(await bounces.run(call)).toBe("Recorded 1 email.");
  expect(await getState()).toBe("stopped");
});
