import { setTimeout } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { env } from "@/env";
import { db, executePrepared, transactionBulk } from "./client";

const HELD = 700;

/** Another process's long write, as far as SQLite can tell. */
async function whileAnotherWrites<T>(write: () => Promise<T>): Promise<{ longest: number }> {
  await db().sender.count();
  const other = new Sqlite(env().databaseFile);
  other.exec("BEGIN IMMEDIATE");
  const written = write();
  let longest = 0;
  for (let last = performance.now(), end = last + HELD; last < end; ) {
    await setTimeout(5);
    const at = performance.now();
    longest = Math.max(longest, at - last);
    last = at;
  }
  expect(await Promise.race([written, Promise.resolve("waiting")])).toBe("waiting");
  other.exec("COMMIT");
  other.close();
  await written;
  return { longest };
}

const row = { name: "somebody" };

test.each([
  ["a single write", () => db().sender.create({ data: row })],
  ["a raw one", () => db().$executeRaw`INSERT INTO "Sender" ("name") VALUES ('somebody')`],
  ["a transaction", () => db().$transaction((inside) => inside.sender.create({ data: row }))],
  ["a bulk write", () => transactionBulk(async (bulk) => bulk.insert("Sender", [row]))],
  ["a fast one", () => executePrepared`INSERT INTO "Sender" ("name") VALUES ('somebody')`],
])("%s waits for another process's, and everything else goes on meanwhile", async (_, write) => {
  const { longest } = await whileAnotherWrites<unknown>(write);
  expect(await db().sender.count()).toBe(1);
  // Not the time for which the other held the database, by far.
  expect(longest).toBeLessThan(HELD / 2);
});

test("what fails for another reason isn't tried again", async () => {
  await db().sender.create({ data: row });
  await expect(db().sender.create({ data: row })).rejects.toMatchObject({ code: "P2002" });
});
