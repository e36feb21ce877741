import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { makeSubscription } from "@tests/factories";
import { createReturned } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import { expect, onTestFinished, test, vi } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { bounces } from "./bounces";

// Each starts a process that loads the whole product.
vi.setConfig({ testTimeout: 60_000 });

/** The job as a process of its own, which a mail server pipes a mail into. */
async function pipe(mail: string | Buffer | null, more: Record<string, string> = {}) {
  const { databaseFile, secret, siteUrl } = env();
  const settings = { DATABASE_URL: `file:${databaseFile}`, SECRET: secret, SITE_URL: siteUrl };
  const child = spawn(process.execPath, ["--import", "tsx", "src/jobs/run.ts", "bounces"], {
    env: { ...process.env, ...settings, ...more },
    stdio: [mail === null ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(mail);
  const said = child.stdout ? text(child.stdout) : "";
  const complained = child.stderr ? text(child.stderr) : "";
  const [code] = await once(child, "exit");
  return { code, stdout: await said, stderr: await complained };
}

const bounce = () => shapes["Postfix, no such user"]?.mail(createReturned("reader-1")) ?? "";
const stateNow = async () => (await db().subscription.findFirstOrThrow()).state;

test("a mail on standard input is taken, and the mail server told so by 0", async () => {
  await makeSubscription();
  const stdout = "Took a mail: hard, of one of our readers.\n";
  // Read to its end, though the end isn't looked at: a broken pipe would be a failure.
  const long = Buffer.from(bounce() + "a".repeat(3 * 1024 * 1024));
  expect(await pipe(long)).toEqual({ code: 0, stdout, stderr: "" });
  expect(await stateNow()).toBe("stopped");
});

test("where the database can't be opened the mail server keeps the mail: 75", async () => {
  const answer = await pipe(bounce(), { DATABASE_URL: "file:/dev/null/all.db" });
  expect(answer).toMatchObject({ code: 75, stdout: "" });
  expect(answer.stderr).toMatch(/^The job bounces failed: .+\n$/);
});

test("without a mail and without a folder it says what to do", async () => {
  const stdout = "No mail came in, and no folder is set: pipe one in, or set BOUNCES_FOLDER.\n";
  expect(await pipe(null)).toEqual({ code: 0, stdout, stderr: "" });
  expect(await pipe("")).toEqual({ code: 0, stdout, stderr: "" });
});

test("by the schedule it reads the folder, where one is set", async () => {
  expect(bounces.isScheduled()).toBe(false);
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-bounces-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "new"));
  useEnv({ ...env(), mail: { ...env().mail, bouncesFolder: folder } });
  expect(bounces.isScheduled()).toBe(true);
  const call = { scheduled: true, isStopping: () => false };
  expect(await bounces.run(call)).toBe("No mail has come back.");
  await makeSubscription();
  writeFileSync(path.join(folder, "new", "1.a"), bounce());
  expect(await bounces.run(call)).toBe("Took 1 mails that came back.");
  expect(await stateNow()).toBe("stopped");
});
