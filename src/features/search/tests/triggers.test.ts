import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { searchPapers } from "@/features/search/queries";
import { castVote } from "@/features/votes/mutations";

const listIds = async (text: string) =>
  (await searchPapers(text, { page: 0, size: 50 })).papers.map(({ id }) => id);

let database: Database.Database;

beforeEach(() => {
  database = new Database(env().databaseFile);
});

afterEach(() => {
  database.close();
});

const rows = (table: string): unknown[] => database.prepare(`SELECT * FROM "${table}"`).all();
const indexed = () => database.prepare(`SELECT rowid FROM "SearchIndex" ORDER BY 1`).pluck().all();
const numbers = () =>
  database.prepare(`SELECT "number" FROM "SearchDocument" ORDER BY 1`).pluck().all();

test("a changed paper is found by its new words and not by its old ones", async () => {
  await ingestEntries([makeEntry({ title: "Gravity" }), makeEntry({ id: "2603.00002" })]);
  await ingestEntries([makeEntry({ title: "Levity" })]);
  expect(await listIds("gravity")).toEqual([]);
  expect(await listIds("levity")).toEqual(["2603.00001"]);
  expect(indexed()).toEqual(numbers());
});

test("a vote changes the order without writing to the index", async () => {
  await ingestEntries([
    makeEntry({ id: "2603.00001", title: "Gravity", upvotes: 5 }),
    makeEntry({ id: "2603.00002", title: "Gravity", upvotes: 5 }),
  ]);
  const before = rows("SearchIndex_data");
  const [first = "", second = ""] = await listIds("gravity sort:top");
  await castVote({ paperId: second, personId: await makePerson() }, NOW);
  expect(await listIds("gravity sort:top")).toEqual([second, first]);
  expect(await listIds("gravity sort:trending")).toEqual([second, first]);
  expect(rows("SearchIndex_data")).toEqual(before);
});

test("repeating an ingest writes nothing to the index", async () => {
  const entries = [makeEntry({ title: "Gravity" })];
  await ingestEntries(entries);
  const before = rows("SearchIndex_data");
  await ingestEntries(entries);
  expect(rows("SearchIndex_data")).toEqual(before);
});

test("deleted papers leave no rows in the index", async () => {
  await ingestEntries([makeEntry({ title: "Gravity" }), makeEntry({ id: "2603.00002" })]);
  await db().paper.delete({ where: { id: "2603.00001" } });
  expect(await listIds("gravity")).toEqual([]);
  expect(indexed()).toEqual(numbers());
  expect(indexed()).toHaveLength(1);
});

test("a renamed organization is found by its new name", async () => {
  const of = (fullname: string) => ({ organization: { _id: "o1", name: "lab", fullname } });
  await ingestEntries([
    makeEntry({ id: "2603.00001", paper: of("Old House") }),
    makeEntry({ id: "2603.00002", paper: of("Old House") }),
    makeEntry({ id: "2603.00003" }),
  ]);
  expect(await listIds("org:house")).toHaveLength(2);
  await db().organization.update({ where: { id: "o1" }, data: { fullname: "New Roof" } });
  expect(await listIds("org:house")).toEqual([]);
  expect((await listIds("org:roof")).toSorted()).toEqual(["2603.00001", "2603.00002"]);
  expect(indexed()).toEqual(numbers());
});

test("after VACUUM, in place or into a backup, every paper is still found by its words", async () => {
  await ingestEntries(
    Array.from({ length: 30 }, (_, index) =>
      makeEntry({ id: `2603.${10_000 + ((index * 7) % 30)}`, title: `Word${(index * 7) % 30}` }),
    ),
  );
  await db().paper.deleteMany({ where: { id: { in: ["2603.10003", "2603.10004"] } } });
  const backup = `${env().databaseFile}-backup`;
  database.exec(`VACUUM INTO '${backup}'`);
  database.exec("VACUUM");
  expect(await listIds("word11")).toEqual(["2603.10011"]);
  const restored = new Database(backup);
  const findPapers = restored.prepare<[string], string>(
    `SELECT "paperId" FROM "SearchDocument" WHERE "number" IN (
       SELECT rowid FROM "SearchIndex" WHERE "SearchIndex" MATCH ?)`,
  );
  for (const index of [0, 5, 17, 29]) {
    expect(findPapers.pluck().all(`word${index}`)).toEqual([`2603.${10_000 + index}`]);
  }
  restored.close();
});

test("papers of the same second get different numbers", async () => {
  const at = (second: number) => `2026-03-01T09:00:0${second}.000Z`;
  await ingestEntries(
    [0, 0, 0, 1, 0, 2, 1].map((second, index) =>
      makeEntry({ id: `2603.${10_000 + index}`, publishedAt: at(second) }),
    ),
  );
  const first = Date.parse(at(0)) / 1000;
  expect(numbers()).toEqual([0, 1, 2, 3, 4, 5, 6].map((more) => first + more));
});
