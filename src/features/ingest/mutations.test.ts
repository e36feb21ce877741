import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { readPaperRows, readRows, watchWrites } from "@tests/tables";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { computeTrendingScore } from "@/features/papers/ranking";
import { castVote } from "@/features/votes/mutations";
import { type IngestOptions, ingest } from "./mutations";

const LATER = new Date("2026-03-05T18:00:00.000Z");
const PAPER = "2603.00001";

const many = (count: number, facts: object = {}) =>
  Array.from({ length: count }, (_, index) =>
    makeEntry({ id: `2603.${String(10_000 + index)}`, ...facts }),
  );

const readPaper = () =>
  db().paper.findUniqueOrThrow({ where: { id: PAPER }, include: { listings: true } });

async function emptied(): Promise<void> {
  await db().paper.deleteMany();
  await db().organization.deleteMany();
}

async function voteFor(paperId: string, personId = "person-1"): Promise<void> {
  await castVote({ paperId, personId: await makePerson(personId) }, NOW);
}

describe("the same answer twice", () => {
  test("is all unchanged, and no row is written, not even one for the run", async () => {
    const entries = [...many(120), makeEntry({ authors: 3 }), makeEntry({ day: "2026-03-04" })];
    expect(await ingestEntries(entries)).toEqual({
      created: 122,
      updated: 0,
      unchanged: 0,
      rejected: [],
    });
    const written = watchWrites();
    expect(await ingestEntries(entries, LATER)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 122,
      rejected: [],
    });
    expect(written()).toBe(false);
  });

  test("doesn't wait for another writer", async () => {
    await ingestEntries(many(2));
    const other = new Sqlite(env().databaseFile);
    other.exec("BEGIN IMMEDIATE");
    const report = await ingestEntries(many(2), LATER);
    other.close();
    expect(report).toEqual({ created: 0, updated: 0, unchanged: 2, rejected: [] });
  });

  test("with one changed entry writes only that one", async () => {
    await ingestEntries(many(60));
    const before = readRows("Paper");
    const written = watchWrites();
    const changed = many(60).with(7, makeEntry({ id: "2603.10007", upvotes: 99 }));
    expect(await ingestEntries(changed, LATER)).toMatchObject({ updated: 1, unchanged: 59 });
    expect(written()).toBe(true);
    const after = readRows("Paper");
    expect(after.filter((_, index) => index !== 7)).toEqual(before.filter((_, i) => i !== 7));
  });

  test("within one call is stored once", async () => {
    const report = await ingestEntries([makeEntry(), makeEntry(), makeEntry()]);
    expect(report).toMatchObject({ created: 1, unchanged: 2 });
    expect(await db().paper.count()).toBe(1);
    expect(await db().listing.count()).toBe(1);
  });
});

describe("a changed answer", () => {
  test("updates sum, listing and score, and never changes votes cast here", async () => {
    await ingestEntries([makeEntry({ upvotes: 3 })]);
    await voteFor(PAPER);
    const votes = readRows("Vote");
    await ingestEntries([makeEntry({ upvotes: 40, comments: 5, title: "Another title" })], LATER);

    const paper = await readPaper();
    expect(paper).toMatchObject({ sourceUpvotes: 40, votes: 1, upvotes: 41, comments: 5 });
    expect(paper).toMatchObject({ title: "Another title", createdAt: NOW, updatedAt: LATER });
    expect(paper.score).toBe(computeTrendingScore(paper));
    expect(paper.listings).toMatchObject([{ sourceUpvotes: 40, upvotes: 41, comments: 5 }]);
    expect(readRows("Vote")).toEqual(votes);
  });

  test("with other authors, or none, leaves no previous author", async () => {
    await ingestEntries([makeEntry({ authors: 5 })]);
    await ingestEntries([makeEntry({ authors: 2 })]);
    expect(readRows("Author")).toHaveLength(2);
    await ingestEntries([makeEntry({ authors: 0 })]);
    expect(await readPaper()).toMatchObject({ authorCount: 0 });
    expect(readRows("Author")).toEqual([]);
  });

  test("keeps unknown fields as the source sent them that day", async () => {
    await ingestEntries([
      makeEntry({ day: "2026-03-04", entry: { weather: "sun" } }),
      makeEntry({ entry: { weather: "rain", "": [null, -0.5, "é"] } }),
    ]);
    const { listings } = await readPaper();
    const rawEntries = listings.map((listing) => [listing.day, JSON.parse(listing.rawEntry)]);
    expect(Object.fromEntries(rawEntries)).toMatchObject({
      "2026-03-04": { weather: "sun" },
      "2026-03-05": { weather: "rain", "": [null, -0.5, "é"] },
    });
  });
});

describe("a paper on two days", () => {
  const first = makeEntry({ day: "2026-03-04", upvotes: 10, title: "First", authors: 3 });
  const second = makeEntry({ day: "2026-03-05", upvotes: 4, title: "Second", authors: 1 });

  test("leaves the same rows in either order, in one call or two", async () => {
    const rows: unknown[] = [];
    for (const calls of [
      [[first, second]],
      [[second, first]],
      [[first], [second]],
      [[second], [first]],
    ]) {
      await emptied();
      for (const entries of calls) await ingestEntries(entries);
      rows.push(readPaperRows());
    }
    expect(rows).toEqual(rows.map(() => rows[0]));
  });

  test("has the newest text and count, the first day, and each day's own votes", async () => {
    await ingestEntries([second, first]);
    await voteFor(PAPER);
    const paper = await readPaper();
    expect(paper).toMatchObject({ title: "Second", day: "2026-03-04", newestDay: "2026-03-05" });
    expect(paper).toMatchObject({ upvotes: 5, authorCount: 1 });
    expect(paper.listedAt).toEqual(new Date("2026-03-04T10:30:00.000Z"));
    const counts = paper.listings.map(({ day, upvotes }) => [day, upvotes]);
    expect(Object.fromEntries(counts)).toEqual({ "2026-03-04": 11, "2026-03-05": 5 });
  });

  test("counts earlier votes on a day that is added later", async () => {
    await ingestEntries([first]);
    await voteFor(PAPER);
    await ingestEntries([second]);
    expect((await readPaper()).listings.map(({ upvotes }) => upvotes).toSorted()).toEqual([11, 5]);
  });
});

describe("two imports at once", () => {
  test("leave the same rows as one after the other", async () => {
    const [morning, evening] = [
      many(120),
      [...many(120).slice(60), ...many(30, { day: "2026-03-04" })],
    ];
    await ingestEntries(morning);
    await ingestEntries(evening);
    const expected = readPaperRows();
    await emptied();
    const [one, other] = await Promise.all([ingestEntries(morning), ingestEntries(evening)]);
    expect(readPaperRows()).toEqual(expected);
    expect(one.created + other.created).toBe(150);
    expect([...one.rejected, ...other.rejected]).toEqual([]);
  });

  test("that contradict each other leave the rows of one of them", async () => {
    const answers = [3, 8].map((upvotes) => many(40, { upvotes }));
    const apart: unknown[] = [];
    for (const entries of answers) {
      await emptied();
      await ingestEntries(entries);
      apart.push(readPaperRows());
    }
    await emptied();
    await Promise.all(answers.map((entries) => ingestEntries(entries)));
    expect(apart).toContainEqual(readPaperRows());
  });
});

test("the requested day is used only for entries without a day", async () => {
  const silent = makeEntry({ id: "2603.00002", paper: { submittedOnDailyAt: undefined } });
  const options: IngestOptions = { now: () => NOW, origin: "route", day: "2025-01-09" };
  expect(await ingest([makeEntry(), silent], options)).toMatchObject({ created: 2 });
  const days = await db().listing.findMany({ orderBy: { paperId: "asc" }, select: { day: true } });
  expect(days).toEqual([{ day: "2026-03-05" }, { day: "2025-01-09" }]);
});

test("a run is stored with its counts, and progress is reported up to the end", async () => {
  const progress: number[] = [];
  await ingest([...many(60), null], {
    now: () => NOW,
    origin: "route",
    onProgress: (done) => progress.push(done),
  });
  expect(progress).toEqual([50, 61]);
  const [run] = await db().ingestRun.findMany();
  expect(run).toMatchObject({ origin: "route", created: 60, rejected: 1, startedAt: NOW });
  expect(JSON.parse(run?.rejections ?? "")).toMatchObject([{ index: 60, id: null }]);
});
