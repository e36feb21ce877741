import { expect, test } from "vitest";
import { closeDatabase, db } from "./client";
import { queryInWorker } from "./read-worker";

const COUNT = { sql: `SELECT count(*) AS "n" FROM "Organization"`, parameters: [] };

const addOrganization = (id: string) =>
  db().organization.create({ data: { id, name: id, fullname: id } });

test("a query reads what was committed a moment ago", async () => {
  expect(await queryInWorker([COUNT])).toEqual([[{ n: 0 }]]);
  for (const n of [1, 2, 3]) {
    await addOrganization(`o${n}`);
    expect(await queryInWorker([COUNT])).toEqual([[{ n }]]);
  }
});

test("a later step gets the column of an earlier one", async () => {
  await addOrganization("b");
  await addOrganization("a");
  const answers = await queryInWorker([
    { sql: `SELECT "id" FROM "Organization" ORDER BY "id"`, parameters: [] },
    { sql: `SELECT ? AS "ids"`, parameters: [{ step: 0, column: "id" }] },
  ]);
  expect(answers[1]).toEqual([{ ids: '["a","b"]' }]);
});

test("a query can't write", async () => {
  const write = { sql: `DELETE FROM "Organization"`, parameters: [] };
  await addOrganization("a");
  await expect(queryInWorker([write])).rejects.toThrow();
  expect(await queryInWorker([COUNT])).toEqual([[{ n: 1 }]]);
});

test("a bad statement affects no other", async () => {
  const bad = queryInWorker([{ sql: "SELECT nothing", parameters: [] }]);
  const good = queryInWorker([COUNT]);
  await expect(bad).rejects.toThrow(/nothing/);
  expect(await good).toEqual([[{ n: 0 }]]);
});

/** Takes seconds. */
const SLOW = {
  sql: `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000000)
    SELECT count(*) AS "n" FROM c`,
  parameters: [],
};

test("a slow query leaves the event loop free", async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  const start = performance.now();
  await queryInWorker([SLOW]);
  const took = performance.now() - start;
  clearInterval(timer);
  expect(took).toBeGreaterThan(100);
  expect(ticks).toBeGreaterThan(took / 20);
});

test("a thread that is ended fails its waiting calls, and the next query starts another", async () => {
  const waiting = queryInWorker([SLOW]);
  const failed = expect(waiting).rejects.toThrow(/ended/);
  await closeDatabase();
  await failed;
  expect(await queryInWorker([COUNT])).toEqual([[{ n: 0 }]]);
});
