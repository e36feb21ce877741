import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { readRows } from "@tests/tables";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { computeTrendingScore } from "@/features/papers/ranking";
import { castVote, removeVote } from "./mutations";

const PAPER = "2603.00001";
const OTHER = "2603.00002";

const makePeople = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => makePerson(`person-${index}`)));

const readPaper = (id = PAPER) =>
  db().paper.findUniqueOrThrow({ where: { id }, include: { listings: true } });

/** Expects the counts of a paper and its listings, and its score, to match its votes. Returns their number. */
async function expectCountsToMatchVotes(paperId = PAPER): Promise<number> {
  const rows = await db().vote.count({ where: { paperId } });
  const paper = await readPaper(paperId);
  expect(paper.votes).toBe(rows);
  expect(paper.upvotes).toBe(paper.sourceUpvotes + rows);
  expect(paper.score).toBe(computeTrendingScore(paper));
  for (const listing of paper.listings) {
    expect(listing.upvotes).toBe(listing.sourceUpvotes + rows);
  }
  return rows;
}

describe("a vote", () => {
  test("counts on the paper, on each of its days and in its score", async () => {
    await ingestEntries([
      makeEntry({ day: "2026-03-04", upvotes: 3 }),
      makeEntry({ day: "2026-03-05", upvotes: 8 }),
      makeEntry({ id: OTHER }),
    ]);
    const [before, bystander] = [await readPaper(), await readPaper(OTHER)];
    const paperId = PAPER;
    const personId = await makePerson();
    expect(await castVote({ paperId, personId }, NOW)).toEqual({ upvoted: true, upvotes: 9 });

    const after = await readPaper();
    expect(after.listings.map(({ upvotes }) => upvotes).toSorted()).toEqual([4, 9]);
    expect(after.score).toBeGreaterThan(before.score);
    expect(await expectCountsToMatchVotes()).toBe(1);
    expect(await readPaper(OTHER)).toEqual(bystander);
  });

  test("cast twice counts once; removed twice leaves nothing", async () => {
    await ingestEntries([makeEntry()]);
    const before = readRows("Paper");
    const vote = { paperId: PAPER, personId: await makePerson() };
    expect(await castVote(vote, NOW)).toEqual({ upvoted: true, upvotes: 4 });
    expect(await castVote(vote, NOW)).toEqual({ upvoted: true, upvotes: 4 });
    expect(await expectCountsToMatchVotes()).toBe(1);

    expect(await removeVote(vote)).toEqual({ upvoted: false, upvotes: 3 });
    expect(await removeVote(vote)).toEqual({ upvoted: false, upvotes: 3 });
    expect(await expectCountsToMatchVotes()).toBe(0);
    expect(readRows("Paper")).toEqual(before);
  });

  test("that was never cast can be removed and changes nothing", async () => {
    await ingestEntries([makeEntry()]);
    const [first, second] = await makePeople(2);
    await castVote({ paperId: PAPER, personId: first ?? "" }, NOW);
    const answer = await removeVote({ paperId: PAPER, personId: second ?? "" });
    expect(answer).toEqual({ upvoted: false, upvotes: 4 });
    expect(await expectCountsToMatchVotes()).toBe(1);
  });

  test("for an unknown paper is not_found and leaves nothing", async () => {
    const vote = { paperId: "2603.99999", personId: await makePerson() };
    await expect(castVote(vote, NOW)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeVote(vote)).rejects.toMatchObject({ code: "not_found" });
    expect(await db().vote.count()).toBe(0);
  });

  test("by an unknown person is refused, and the count stays", async () => {
    await ingestEntries([makeEntry()]);
    await expect(castVote({ paperId: PAPER, personId: "nobody" }, NOW)).rejects.toThrow();
    expect(await expectCountsToMatchVotes()).toBe(0);
  });

  test("is deleted with its person's account; the paper stays", async () => {
    await ingestEntries([makeEntry()]);
    const personId = await makePerson();
    await castVote({ paperId: PAPER, personId }, NOW);
    await db().person.delete({ where: { id: personId } });
    expect(await db().vote.count()).toBe(0);
    expect(await db().paper.count()).toBe(1);
  });
});

describe("at the same moment", () => {
  test("100 people's votes count as 100", async () => {
    await ingestEntries([makeEntry()]);
    const voters = await makePeople(100);
    const answers = await Promise.all(
      voters.map((personId) => castVote({ paperId: PAPER, personId }, NOW)),
    );
    expect(await expectCountsToMatchVotes()).toBe(100);
    expect(answers.map(({ upvotes }) => upvotes).toSorted((a, b) => a - b)).toEqual(
      voters.map((_, index) => 4 + index),
    );
  });

  test("one person's 20 clicks count as one, and each gets the current count", async () => {
    await ingestEntries([makeEntry()]);
    const vote = { paperId: PAPER, personId: await makePerson() };
    const clicks = await Promise.all(Array.from({ length: 20 }, () => castVote(vote, NOW)));
    expect(clicks).toEqual(clicks.map(() => ({ upvoted: true, upvotes: 4 })));
    expect(await expectCountsToMatchVotes()).toBe(1);

    const back = await Promise.all(Array.from({ length: 20 }, () => removeVote(vote)));
    expect(back).toEqual(back.map(() => ({ upvoted: false, upvotes: 3 })));
    expect(await expectCountsToMatchVotes()).toBe(0);
  });

  test("votes and ingests of new counts don't overwrite each other", async () => {
    await ingestEntries([makeEntry({ upvotes: 3 })]);
    const voters = await makePeople(20);
    await Promise.all([
      ...voters.map((personId) => castVote({ paperId: PAPER, personId }, NOW)),
      ...[10, 20, 30].map((upvotes) => ingestEntries([makeEntry({ upvotes })])),
    ]);
    expect(await expectCountsToMatchVotes()).toBe(20);
    expect([10, 20, 30]).toContain((await readPaper()).sourceUpvotes);
  });
});

test("counts match the votes after any sequence of casts and removals", async () => {
  await ingestEntries([makeEntry(), makeEntry({ id: OTHER }), makeEntry({ day: "2026-03-04" })]);
  const voters = await makePeople(4);
  const step = fc.record({
    paperId: fc.constantFrom(PAPER, OTHER),
    personId: fc.constantFrom(...voters),
    cast: fc.boolean(),
    together: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
      const running: Promise<unknown>[] = [];
      for (const { cast, together, ...vote } of steps) {
        const done = cast ? castVote(vote, NOW) : removeVote(vote);
        running.push(done);
        if (together) continue;
        expect((await done).upvoted).toBe(cast);
        await Promise.all(running);
        const { paperId, personId } = vote;
        const row = await db().vote.findUnique({
          where: { personId_paperId: { personId, paperId } },
        });
        if (running.length === 1) expect(row !== null).toBe(cast);
        running.length = 0;
      }
      await Promise.all(running);
      await expectCountsToMatchVotes(PAPER);
      await expectCountsToMatchVotes(OTHER);
    }),
    { numRuns: 100 },
  );
}, 60_000);
