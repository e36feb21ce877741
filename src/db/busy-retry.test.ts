import { setTimeout } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { env } from "@/env";
import { db, executePrepared, transactionBulk } from "./client";

/** How long the other connection holds the lock. */
const LOCK_TIME_MS = 700;

/**
 * Runs a write while another connection holds the lock, as a long write of another process does. Returns
 * how often a timer of 5 ms fired meanwhile.
 */
async function whileAnotherWrites<T>(write: () => Promise<T>): Promise<{ ticks: number }> {
  await db().sender.count();
  const other = new Sqlite(env().databaseFile);
  other.exec("BEGIN IMMEDIATE");
  const written = write();
  let ticks = 0;
  for (const end = performance.now() + LOCK_TIME_MS; performance.now() < end; ticks += 1) {
    await setTimeout(5);
  }
  expect(await Promise.race([written, Promise.resolve("waiting")])).toBe("waiting");
  other.exec("COMMIT");
  other.close();
  await written;
  return { ticks };
}

const row = { name: "somebody" };

test.each([
  ["a single write", () => db().sender.create({ data: row })],
  ["a raw write", () => db().$executeRaw`INSERT INTO "Sender" ("name") VALUES ('somebody')`],
  ["a transaction", () => db().$transaction((inside) => inside.sender.create({ data: row }))],
  ["a bulk write", () => transactionBulk(async (bulk) => bulk.insert("Sender", [row]))],
  ["a prepared write", () => executePrepared`INSERT INTO "Sender" ("name") VALUES ('somebody')`],
])("%s waits for another process's write without blocking this process", async (_, write) => {
  const { ticks } = await whileAnotherWrites<unknown>(write);
  expect(await db().sender.count()).toBe(1);
  // About 120 on an idle machine, and a tenth of it on a busy one; a write that blocks allows one.
  expect(ticks).toBeGreaterThan(5);
});

test("a write that fails for another reason is not repeated", async () => {
  await db().sender.create({ data: row });
  await expect(db().sender.create({ data: row })).rejects.toMatchObject({ code: "P2002" });
});
