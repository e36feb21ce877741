import { ingestEntries, makeEntry } from "@tests/factories";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";

const BAD_ID = "2603.00666";
const makeNested = (levels: number): unknown =>
  JSON.parse(`${'{"deep":'.repeat(levels)}1${"}".repeat(levels)}`);
const makeBadEntry = (paper: object, entry: object = {}) => makeEntry({ id: BAD_ID, paper, entry });

const badEntries: [string, unknown, RegExp, string | null][] = [
  ["null", null, /^the entry: /, null],
  ["a number", 7, /^the entry: /, null],
  ["a text", "2603.00666", /^the entry: /, null],
  ["a list", [makeEntry()], /^the entry: /, null],
  ["an empty object", {}, /^paper: /, null],
  ["a paper that is null", { paper: null }, /^paper: /, null],
  ["no id", makeBadEntry({ id: undefined }), /^paper\.id: /, null],
  ["an id that is a number", makeBadEntry({ id: 2603.00666 }), /^paper\.id: /, null],
  ["an id that isn't arXiv's", makeBadEntry({ id: "../secret" }), /not an arXiv id/, "../secret"],
  [
    "an id of 9,999 digits",
    makeBadEntry({ id: "9".repeat(9_999) }),
    /^paper\.id: /,
    "9".repeat(64),
  ],
  ["a date in words", makeBadEntry({ publishedAt: "yesterday" }), /^paper\.publishedAt: /, BAD_ID],
  [
    "a day that doesn't exist",
    makeBadEntry({ publishedAt: "2026-02-30T00:00:00Z" }),
    /publishedAt/,
    BAD_ID,
  ],
  ["a date as number", makeBadEntry({ submittedOnDailyAt: 1 }), /submittedOnDailyAt/, BAD_ID],
  [
    "a listing day in the future",
    makeBadEntry({ submittedOnDailyAt: "2062-03-05T00:00:00Z" }),
    /in the future/,
    BAD_ID,
  ],
  ["no title", makeBadEntry({ title: undefined }, { title: undefined }), /^title: missing/, BAD_ID],
  ["a title of spaces", makeBadEntry({ title: " \n\u0000 " }), /^title: missing/, BAD_ID],
  ["upvotes as text", makeBadEntry({ upvotes: "3" }), /^paper\.upvotes: /, BAD_ID],
  ["upvotes below zero", makeBadEntry({ upvotes: -1 }), /^paper\.upvotes: /, BAD_ID],
  ["half an upvote", makeBadEntry({ upvotes: 0.5 }), /^paper\.upvotes: /, BAD_ID],
  [
    "endless comments",
    makeBadEntry({}, { numComments: Number.POSITIVE_INFINITY }),
    /^numComments: /,
    BAD_ID,
  ],
  ["authors as text", makeBadEntry({ authors: "Ada" }), /^paper\.authors: /, BAD_ID],
  ["a null author", makeBadEntry({ authors: [null] }), /^paper\.authors\.0: /, BAD_ID],
  ["a nameless author", makeBadEntry({ authors: [{}] }), /^paper\.authors\.0\.name: /, BAD_ID],
  ["a submitter as list", makeBadEntry({}, { submittedBy: [] }), /^submittedBy: /, BAD_ID],
  ["100,000 levels", makeBadEntry({ deep: makeNested(100_000) }), /deeper than 64 levels/, BAD_ID],
  [
    "100,000 levels after a lone surrogate",
    makeBadEntry({ a: "\ud800", b: makeNested(100_000) }),
    /deeper than 64/,
    BAD_ID,
  ],
];

describe("a bad entry", () => {
  test.each(badEntries)(
    "is reported with position, id and reason, and its neighbors are stored: %s",
    async (_, entry, reason, id) => {
      const good = ["2603.00001", "2603.00002"].map((one) => makeEntry({ id: one }));
      const report = await ingestEntries([good[0], entry, good[1]]);
      expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
      expect(report.rejected).toEqual([{ index: 1, id, reason: expect.stringMatching(reason) }]);
      expect(await db().paper.count()).toBe(2);
    },
  );

  test("far behind in the input is reported with its position, in order", async () => {
    const entries: unknown[] = Array.from({ length: 130 }, (_, index) =>
      makeEntry({ id: `2603.${10_000 + index}` }),
    );
    for (const index of [0, 49, 50, 101, 129]) entries[index] = null;
    const report = await ingestEntries(entries);
    expect(report.rejected.map(({ index }) => index)).toEqual([0, 49, 50, 101, 129]);
    expect(await db().paper.count()).toBe(125);
  });

  test("that only the database rejects is reported in its place, and its neighbors are stored", async () => {
    await db().$executeRaw`CREATE TRIGGER "refuses" BEFORE INSERT ON "Listing"
      WHEN NEW."paperId" = '2603.00666' BEGIN SELECT RAISE(ABORT, 'full'); END`;
    const good = ["2603.00001", "2603.00002"].map((id) => makeEntry({ id }));
    const report = await ingestEntries([good[0], makeEntry({ id: BAD_ID }), good[1], null]);
    expect(report).toMatchObject({
      created: 2,
      rejected: [{ index: 1, id: BAD_ID }, { index: 3 }],
    });
    expect(report.rejected[0]?.reason).toBe("the entry could not be stored");
    expect((await db().paper.findMany()).map(({ id }) => id)).not.toContain(BAD_ID);
  });

  test("is among the first hundred stored, however many there are", async () => {
    await ingestEntries(Array.from({ length: 250 }, () => null));
    const [run] = await db().ingestRun.findMany();
    expect(run).toMatchObject({ created: 0, rejected: 250 });
    expect(JSON.parse(run?.rejections ?? "")).toHaveLength(100);
  });
});

describe("a hostile entry is stored clean", () => {
  const ingestAndRead = async (entry: unknown) => {
    expect(await ingestEntries([entry])).toMatchObject({ created: 1, rejected: [] });
    return db().paper.findFirstOrThrow({ include: { authors: true, listings: true } });
  };

  test("without its control characters and lone surrogates, everywhere", async () => {
    const dirt = "\u0000a\ud800b\u001b\udfff";
    const paper = await ingestAndRead(
      makeEntry({
        title: `T${dirt}`,
        paper: { summary: dirt, authors: [{ name: dirt }], ai_keywords: [dirt] },
        entry: { [dirt]: { [dirt]: [dirt] } },
      }),
    );
    expect(paper).toMatchObject({ title: "Tab", summary: "ab", keywords: '["ab"]' });
    expect(paper.authors).toMatchObject([{ name: "ab" }]);
    expect(JSON.parse(paper.listings[0]?.rawEntry ?? "")).toMatchObject({ ab: { ab: ["ab"] } });
  });

  test("without a prototype of its own", async () => {
    const text = JSON.stringify(makeEntry()).replace(/\{/g, '{"__proto__":{"upvotes":999},');
    const paper = await ingestAndRead(JSON.parse(text));
    expect(paper).toMatchObject({ upvotes: 3 });
    expect(paper.listings[0]?.rawEntry).not.toContain("__proto__");
    expect({}).not.toHaveProperty("upvotes");
  });

  test("with all its 3,000 authors, in order", async () => {
    const paper = await ingestAndRead(makeEntry({ authors: 3_000 }));
    expect(paper.authorCount).toBe(3_000);
    expect(paper.authors.toSorted((a, b) => a.position - b.position)[2_999]).toMatchObject({
      position: 2_999,
      name: "Ada Author 2999",
    });
  });

  test.each([
    ["2603.00001v2", "2603.00001"],
    ["astro-ph/0601001", "astro-ph/0601001"],
    ["astro-ph/0601001v12", "astro-ph/0601001"],
  ])("under its id without version: %s", async (sentId, id) => {
    expect((await ingestAndRead(makeEntry({ id: sentId }))).id).toBe(id);
  });

  test("with quotes, markup and SQL placeholders as plain text", async () => {
    const title = `Robert'); DROP TABLE "Paper";-- ? ?1 $1 :a <b> %s \${x} 漢字 👩‍👩‍👧`;
    expect((await ingestAndRead(makeEntry({ title }))).title).toBe(title);
    expect(await db().paper.count()).toBe(1);
  });
});

test("beside any other JSON, a good entry is stored and every entry is counted", async () => {
  const names = "id title authors upvotes publishedAt submittedOnDailyAt organization mediaUrls";
  const fields = fc.dictionary(fc.constantFrom(...names.split(" ")), fc.jsonValue(), {
    maxKeys: 2,
  });
  const anything = fc.oneof(
    fc.jsonValue(),
    fields.map((paper) => makeEntry({ paper })),
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { maxLength: 6 }), fc.nat(6), async (others, at) => {
      run += 1;
      const id = `2604.${10_000 + run}`;
      const entries = others.toSpliced(at, 0, makeEntry({ id }));
      const { created, updated, unchanged, rejected } = await ingestEntries(entries);
      expect(created + updated + unchanged + rejected.length).toBe(entries.length);
      expect(rejected.every(({ reason }) => reason && !/could not be stored/.test(reason))).toBe(
        true,
      );
      const stored = await db().paper.findUniqueOrThrow({ where: { id } });
      expect(stored.title).toBe(`A made-up paper numbered ${id}`);
    }),
    { numRuns: 400 },
  );
}, 60_000);
