import { ingestEntries, makeEntry, NOW } from "@tests/factories";
import { readPaperRows, watchWrites } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { parseEntry } from "@/features/ingest/sources/hugging-face";
import { addVotes, saveDrafts } from "./mutations";
import { computeTrendingScore } from "./ranking";

const draft = (facts: Parameters<typeof makeEntry>[0] = {}) =>
  parseEntry(makeEntry(facts), { now: NOW });

const ORIGIN = { now: () => NOW, source: "test" };

describe("drafts", () => {
  test("are stored with every fact, and each instant in the database's one format", async () => {
    const organization = { _id: "o1", name: "lab", fullname: "A Lab" };
    await saveDrafts([draft({ paper: { organization, githubStars: 0 } })], ORIGIN);
    const paper = await db().paper.findFirstOrThrow({
      include: { organization: true, authors: true, listings: true },
    });
    expect(paper).toMatchObject({
      id: "2603.00001",
      publishedAt: new Date("2026-03-02T09:00:00.000Z"),
      createdAt: NOW,
      sample: false,
      githubStars: 0,
      githubRepo: null,
      organization: { fullname: "A Lab", avatar: null },
    });
    // Prisma's own queries find the instants that the bulk statement wrote.
    const rows = await db().listing.findMany({ where: { listedAt: paper.listedAt } });
    expect(rows).toEqual(paper.listings);
    expect(await db().paper.count({ where: { createdAt: { lte: NOW } } })).toBe(1);
    expect(await db().author.count({ where: { hidden: false } })).toBe(2);
  });

  test("are stored all or none", async () => {
    await saveDrafts([draft()], ORIGIN);
    const before = readPaperRows();
    const broken = { ...draft({ id: "2603.00002" }), publishedAt: new Date(Number.NaN) };
    const drafts = [draft({ upvotes: 9 }), draft({ id: "2603.00003" }), broken];
    await expect(saveDrafts(drafts, ORIGIN)).rejects.toThrow();
    expect(readPaperRows()).toEqual(before);
    expect(await saveDrafts([draft({ upvotes: 9 })], ORIGIN)).toEqual(["updated"]);
  });

  test("an empty batch writes nothing", async () => {
    const written = watchWrites();
    expect(await saveDrafts([], ORIGIN)).toEqual([]);
    expect(written()).toBe(false);
  });
});

describe("adding votes", () => {
  test("changes the paper, its listings and its score, and rolls back with its transaction", async () => {
    await ingestEntries([makeEntry({ day: "2026-03-04", upvotes: 1 }), makeEntry({ upvotes: 3 })]);
    const before = readPaperRows();
    const attempt = db().$transaction(async (transaction) => {
      expect(await addVotes(transaction, "2603.00001", 2)).toBe(5);
      throw new Error("roll back");
    });
    await expect(attempt).rejects.toThrow("roll back");
    expect(readPaperRows()).toEqual(before);

    await db().$transaction((transaction) => addVotes(transaction, "2603.00001", 2));
    const paper = await db().paper.findFirstOrThrow({ include: { listings: true } });
    expect(paper).toMatchObject({ votes: 2, upvotes: 5, sourceUpvotes: 3 });
    expect(paper.score).toBe(computeTrendingScore(paper));
    expect(paper.listings.map(({ upvotes }) => upvotes).toSorted()).toEqual([3, 5]);

    await db().$transaction((transaction) => addVotes(transaction, "2603.00001", -2));
    expect(readPaperRows()).toEqual(before);
  });
});
