import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import { countLatestListings, getLatest } from "./queries-latest";

const LATER = new Date("2026-03-10T00:00:00.000Z");
const entries = (count: number, day: string, from: number) =>
  Array.from({ length: count }, (_, index) =>
    makeEntry({ id: `2603.${from + index}`, day, upvotes: index % 7 }),
  );
const listIds = async (size: number) => (await getLatest(size)).papers.map(({ id }) => id);

test("the newest day comes first, each day in its own order, up to the size", async () => {
  await ingestEntries(
    [
      makeEntry({ id: "2603.00001", day: "2026-03-04", upvotes: 99 }),
      makeEntry({ id: "2603.00002", day: "2026-03-05", upvotes: 1 }),
      makeEntry({ id: "2603.00003", day: "2026-03-05", upvotes: 5 }),
    ],
    LATER,
  );
  expect(await listIds(10)).toEqual(["2603.00003", "2603.00002", "2603.00001"]);
  expect(await listIds(2)).toEqual(["2603.00003", "2603.00002"]);
});

test("a paper listed on two days comes once, on the last one", async () => {
  const id = "2603.00001";
  await ingestEntries(
    [
      makeEntry({ id, day: "2026-03-03", upvotes: 9 }),
      makeEntry({ id: "2603.00002", day: "2026-03-04" }),
      makeEntry({ id, day: "2026-03-05", upvotes: 4 }),
    ],
    LATER,
  );
  const { papers } = await getLatest(10);
  expect(papers).toMatchObject([{ id, day: "2026-03-05", upvotes: 4 }, { id: "2603.00002" }]);
});

test("an empty site has no papers", async () => {
  expect((await getLatest(10)).papers).toEqual([]);
  expect(await countLatestListings()).toBe(100);
});

test("the count covers three whole days and the whole day of the hundredth paper", async () => {
  await ingestEntries(entries(70, "2026-03-02", 10_000), LATER);
  await ingestEntries(entries(20, "2026-03-03", 20_000), LATER);
  await ingestEntries(entries(20, "2026-03-04", 30_000), LATER);
  await ingestEntries(entries(30, "2026-03-05", 40_000), LATER);
  await ingestEntries(entries(60, "2026-02-27", 50_000), LATER);
  expect(await countLatestListings()).toBe(140);
  await ingestEntries(entries(150, "2026-03-06", 60_000), LATER);
  expect(await countLatestListings()).toBe(200);
});

test("the count ends at five hundred", async () => {
  await ingestEntries(entries(600, "2026-03-05", 10_000), LATER);
  expect(await countLatestListings()).toBe(500);
});
