import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeSubscription, NOW } from "@tests/factories";
import { createReturned } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
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

const bounceOf = (id: string) => shapes["Gmail, disabled account"]?.mail(createReturned(id)) ?? "";
const put = (folder: string, name: string, mail: string) =>
  writeFileSync(path.join(folder, "new", name), mail);
const filesIn = (folder: string, name: string) => readdirSync(path.join(folder, name)).toSorted();
const statesNow = async () =>
  Object.fromEntries((await db().subscription.findMany()).map(({ id, state }) => [id, state]));

test("each new mail is taken once and moves to those that were seen", async () => {
  await makeSubscription("reader-1");
  await makeSubscription("reader-2");
  const folder = makeFolder();
  put(folder, "1772000000.M1.mx", bounceOf("reader-1"));
  put(folder, "1772000001.M2.mx:2,", "Subject: nothing of ours\r\n\r\n");
  put(folder, ".hidden", bounceOf("reader-2"));
  expect(await processMaildir(folder, at)).toEqual({ taken: 2, failed: [] });
  expect(filesIn(folder, "cur")).toEqual(["1772000000.M1.mx:2,S", "1772000001.M2.mx:2,S"]);
  expect(filesIn(folder, "new")).toEqual([".hidden"]);
  expect(await statesNow()).toEqual({ "reader-1": "stopped", "reader-2": "active" });
  expect(await processMaildir(folder, at)).toEqual({ taken: 0, failed: [] });
});

test("a mail that can't be stored stays where it is, is reported, and is taken the next time", async () => {
  await makeSubscription();
  const folder = makeFolder();
  put(folder, "1.a", bounceOf("reader-1"));
  await db()
    .$executeRaw`CREATE TRIGGER full BEFORE INSERT ON "Bounce" BEGIN SELECT RAISE(ABORT, 'disk full'); END`;
  const { taken, failed } = await processMaildir(folder, at);
  expect({ taken, file: failed[0]?.file }).toEqual({ taken: 0, file: "1.a" });
  expect(failed[0]?.reason).toContain("bounce.create");
  expect(filesIn(folder, "new")).toEqual(["1.a"]);
  expect(await statesNow()).toEqual({ "reader-1": "active" });
  await db().$executeRaw`DROP TRIGGER full`;
  expect(await processMaildir(folder, at)).toEqual({ taken: 1, failed: [] });
  expect(await statesNow()).toEqual({ "reader-1": "stopped" });
});

test("a mail that can't be moved is taken again, which changes nothing", async () => {
  await makeSubscription();
  const folder = makeFolder();
  put(folder, "1.a", bounceOf("reader-1"));
  mkdirSync(path.join(folder, "cur", "1.a:2,S", "in-the-way"), { recursive: true });
  expect((await processMaildir(folder, at)).failed).toHaveLength(1);
  expect((await processMaildir(folder, at)).failed).toHaveLength(1);
  expect(filesIn(folder, "new")).toEqual(["1.a"]);
  expect(await db().bounce.count()).toBe(1);
});

test("two processes that read one folder take each mail once", async () => {
  await makeSubscription();
  const folder = makeFolder();
  for (let mail = 0; mail < 10; mail += 1)
    put(folder, `${mail}.a`, `X: ${mail}\r\n${bounceOf("reader-1")}`);
  const [one, two] = await Promise.all([processMaildir(folder, at), processMaildir(folder, at)]);
  expect([...one.failed, ...two.failed]).toEqual([]);
  expect(filesIn(folder, "cur")).toHaveLength(10);
  expect(await db().bounce.count()).toBe(10);
});

test("a process that is asked to stop leaves the rest", async () => {
  const folder = makeFolder();
  put(folder, "1.a", bounceOf("reader-1"));
  const report = await processMaildir(folder, { ...at, isStopping: () => true });
  expect(report).toEqual({ taken: 0, failed: [] });
  expect(filesIn(folder, "new")).toEqual(["1.a"]);
});

test("a folder that is none is a sentence", async () => {
  const folder = path.join(makeFolder(), "nowhere");
  await expect(processMaildir(folder, at)).rejects.toThrow(/^BOUNCES_FOLDER must be a maildir/);
});
