import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { watchWrites } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { castVote } from "@/features/votes/mutations";
import { type IngestOptions, ingest } from "./mutations";

const OPTIONS: IngestOptions = { now: () => NOW, origin: "command line", sample: true };
const SAMPLE = ["2602.00001", "2602.00002"];

async function storeSampleWithVote(): Promise<void> {
  const entries = SAMPLE.map((id) => makeEntry({ id, day: "2026-03-04" }));
  await ingest(entries, OPTIONS);
  const [paperId = ""] = SAMPLE;
  await castVote({ paperId, personId: await makePerson() }, NOW);
}

const ids = async () => (await db().paper.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);

test("the first real paper removes the sample with its votes, authors and listings", async () => {
  await storeSampleWithVote();
  expect(await ids()).toEqual(SAMPLE);
  await ingestEntries([makeEntry()]);
  expect(await ids()).toEqual(["2603.00001"]);
  expect(await db().vote.count()).toBe(0);
  expect(await db().listing.count()).toBe(1);
  expect(await db().author.count()).toBe(2);
});

test("the sample stays if every entry was rejected", async () => {
  await storeSampleWithVote();
  const report = await ingestEntries([null, { paper: { id: "nonsense" } }, 7]);
  expect(report.rejected).toHaveLength(3);
  expect(await ids()).toEqual(SAMPLE);
  expect(await db().vote.count()).toBe(1);
});

test("the sample imported twice is stored once", async () => {
  await storeSampleWithVote();
  const written = watchWrites();
  const entries = SAMPLE.map((id) => makeEntry({ id, day: "2026-03-04" }));
  expect(await ingest(entries, OPTIONS)).toMatchObject({ unchanged: 2 });
  expect(written()).toBe(false);
});

test("a real paper equal to one of the sample stays when the sample is removed", async () => {
  await storeSampleWithVote();
  const [id = ""] = SAMPLE;
  expect(await ingestEntries([makeEntry({ id, day: "2026-03-04" })])).toMatchObject({ created: 1 });
  await ingestEntries([makeEntry()]);
  expect(await ids()).toEqual([id, "2603.00001"]);
  expect(await db().vote.count()).toBe(0);
});

test("the sample is not imported beside real papers", async () => {
  await ingestEntries([makeEntry()]);
  await castVote({ paperId: "2603.00001", personId: await makePerson() }, NOW);
  const entries = ["2603.00001", "2602.00001"].map((id) => makeEntry({ id, day: "2026-03-04" }));
  expect(await ingest(entries, OPTIONS)).toMatchObject({ created: 0, unchanged: 2 });
  expect(await ids()).toEqual(["2603.00001"]);
  expect(await db().paper.findFirst()).toMatchObject({ sample: false, votes: 1 });
});
