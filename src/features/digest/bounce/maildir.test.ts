import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createReturnedEmail } from "@tests/bounce-samples/build";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { makeSubscription, NOW } from "@tests/factories";
import { expect, onTestFinished, test } from "vitest";
import { db } from "@/db/client";
import { processMaildir } from "./maildir";

const at = { now: () => NOW, isStopping: () => false };

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-bounces-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["new", "cur", "tmp"]) mkdirSync(path.join(folder, name));
  return folder;
}

const buildBounce = (id: string) =>
  bounceSamples["Gmail, disabled account"]?.build(createReturnedEmail(id)) ?? "";
const putNewEmail = (folder: string, name: string, email: string) =>
  writeFileSync(path.join(folder, "new", name), email);
const listFiles = (folder: string, name: string) => readdirSync(path.join(folder, name)).toSorted();
const listStates = async () =>
  Object.fromEntries((await db().subscription.findMany()).map(({ id, state }) => [id, state]));

test("each new email is recorded once and moves to the seen ones", async () => {
  await makeSubscription("reader-1");
  await makeSubscription("reader-2");
  const folder = makeFolder();
  putNewEmail(folder, "1772000000.M1.mx", buildBounce("reader-1"));
  putNewEmail(folder, "1772000001.M2.mx:2,", "Subject: nothing of ours\r\n\r\n");
  putNewEmail(folder, ".hidden", buildBounce("reader-2"));
  expect(await processMaildir(folder, at)).toEqual({ recorded: 2, failed: [] });
  expect(listFiles(folder, "cur")).toEqual(["1772000000.M1.mx:2,S", "1772000001.M2.mx:2,S"]);
  expect(listFiles(folder, "new")).toEqual([".hidden"]);
  expect(await listStates()).toEqual({ "reader-1": "stopped", "reader-2": "active" });
  expect(await processMaildir(folder, at)).toEqual({ recorded: 0, failed: [] });
});

test("an email that can't be stored stays in its place, is reported, and is recorded by the next run", async () => {
  await makeSubscription();
  const folder = makeFolder();
  putNewEmail(folder, "1.a", buildBounce("reader-1"));
  await db()
    .$executeRaw`CREATE TRIGGER full BEFORE INSERT ON "Bounce" BEGIN SELECT RAISE(ABORT, 'disk full'); END`;
  const { recorded, failed } = await processMaildir(folder, at);
  expect({ recorded, file: failed[0]?.file }).toEqual({ recorded: 0, file: "1.a" });
  expect(failed[0]?.reason).toContain("bounce.create");
  expect(listFiles(folder, "new")).toEqual(["1.a"]);
  expect(await listStates()).toEqual({ "reader-1": "active" });
  await db().$executeRaw`DROP TRIGGER full`;
  expect(await processMaildir(folder, at)).toEqual({ recorded: 1, failed: [] });
  expect(await listStates()).toEqual({ "reader-1": "stopped" });
});

test("an email that can't be moved is recorded again, which changes nothing", async () => {
  await makeSubscription();
  const folder = makeFolder();
  putNewEmail(folder, "1.a", buildBounce("reader-1"));
  mkdirSync(path.join(folder, "cur", "1.a:2,S", "in-the-way"), { recursive: true });
  expect((await processMaildir(folder, at)).failed).toHaveLength(1);
  expect((await processMaildir(folder, at)).failed).toHaveLength(1);
  expect(listFiles(folder, "new")).toEqual(["1.a"]);
  expect(await db().bounce.count()).toBe(1);
});

test("two processes that read one folder record each email once", async () => {
  await makeSubscription();
  const folder = makeFolder();
  for (let index = 0; index < 10; index += 1)
    putNewEmail(folder, `${index}.a`, `X: ${index}\r\n${buildBounce("reader-1")}`);
  const [one, two] = await Promise.all([processMaildir(folder, at), processMaildir(folder, at)]);
  expect([...one.failed, ...two.failed]).toEqual([]);
  expect(listFiles(folder, "cur")).toHaveLength(10);
  expect(await db().bounce.count()).toBe(10);
});

test("a process that is asked to stop leaves the remaining emails", async () => {
  const folder = makeFolder();
  putNewEmail(folder, "1.a", buildBounce("reader-1"));
  const report = await processMaildir(folder, { ...at, isStopping: () => true });
  expect(report).toEqual({ recorded: 0, failed: [] });
  expect(listFiles(folder, "new")).toEqual(["1.a"]);
});

test("a folder that is not a maildir is an error with one sentence", async () => {
  const folder = path.join(makeFolder(), "nowhere");
  await expect(processMaildir(folder, at)).rejects.toThrow(/^BOUNCES_FOLDER must be a maildir/);
});
