import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { castVote } from "@/features/votes/mutations";
import { type Day, type Period, toDayPeriod, toMonth, toWeek } from "@/lib/day";
import { findNewestDay, getFeed, getTrending } from "./queries";
import type { Feed } from "./schema";

const DAY = "2026-03-05";
/** After the week of the test papers */
const LATER = new Date("2026-03-10T00:00:00.000Z");

const listIds = ({ papers }: Feed) => papers.map(({ id }) => id);
const numbered = (index: number) => `2603.${10_000 + index}`;

/** Papers with few different counts and dates, so that there are many ties. */
const tied = (count: number, days: Day[]) =>
  Array.from({ length: count }, (_, index) => {
    // Mixes the order of ids, days and counts.
    const at = (index * 37) % count;
    return makeEntry({
      id: numbered(at),
      day: days[at % days.length],
      upvotes: at % 4,
      publishedAt: `2026-03-0${1 + (at % 3)}T09:00:00.000Z`,
    });
  });

/** Sorts by upvotes, then the newest first, then by id. */
const inOrder = (entries: ReturnType<typeof makeEntry>[]) =>
  entries
    .toSorted(
      (a, b) =>
        b.paper.upvotes - a.paper.upvotes ||
        b.paper.publishedAt.localeCompare(a.paper.publishedAt) ||
        a.paper.id.localeCompare(b.paper.id),
    )
    .map(({ paper }) => paper.id);

async function allPages(read: (page: number) => Promise<Feed>): Promise<Feed[]> {
  const first = await read(0);
  const pages = [first];
  while (pages.length < first.pages) pages.push(await read(pages.length));
  return pages;
}

describe("a day", () => {
  test("shows all its papers on one page: most upvotes, then newest, then by id", async () => {
    const entries = tied(80, [DAY]);
    await ingestEntries([...entries, makeEntry({ id: "2603.00099", day: "2026-03-04" })]);
    const feed = await getFeed(toDayPeriod(DAY));
    expect(listIds(feed)).toEqual(inOrder(entries));
    expect(feed).toMatchObject({ page: 0, pages: 1, total: 80, sample: false });
  });

  test("is reordered by a vote", async () => {
    await ingestEntries([
      makeEntry({ id: "2603.00001", upvotes: 5 }),
      makeEntry({ id: "2603.00002", upvotes: 5 }),
    ]);
    expect(listIds(await getFeed(toDayPeriod(DAY)))).toEqual(["2603.00001", "2603.00002"]);
    await castVote({ paperId: "2603.00002", personId: await makePerson() }, NOW);
    const feed = await getFeed(toDayPeriod(DAY));
    expect(feed.papers).toMatchObject([
      { id: "2603.00002", upvotes: 6 },
      { id: "2603.00001", upvotes: 5 },
    ]);
  });

  test("without papers is empty but has its neighbors", async () => {
    await ingestEntries([makeEntry({ day: "2026-03-04" })]);
    expect(await getFeed(toDayPeriod(DAY))).toMatchObject({
      papers: [],
      pages: 1,
      total: 0,
      previous: toDayPeriod("2026-03-04"),
      next: null,
    });
  });

  test("contains the fields of a paper's card", async () => {
    const organization = { _id: "o1", name: "lab", fullname: "A Lab" };
    await ingestEntries([makeEntry({ authors: 5, comments: 7, paper: { organization } })]);
    expect((await getFeed(toDayPeriod(DAY))).papers).toMatchObject([
      {
        day: DAY,
        upvotes: 3,
        comments: 7,
        organization: "A Lab",
        submitter: "Sam Submitter",
        authors: [0, 1, 2, 3, 4].map((number) => `Ada Author ${number}`),
        authorCount: 5,
      },
    ]);
  });
});

describe("a week or month", () => {
  const days = ["2026-03-02", "2026-03-03", "2026-03-08"];

  test.each([
    ["week", toWeek(DAY)],
    ["month", toMonth(DAY)],
  ])("comes 50 a page, with no paper twice or missing: %s", async (_, period) => {
    const entries = tied(120, days);
    const outside = ["2026-02-28", "2026-02-27"].map((day, index) =>
      makeEntry({ id: `2602.0000${index}`, day }),
    );
    await ingestEntries([...outside, ...entries], LATER);
    const pages = await allPages((page) => getFeed(period, page));
    expect(pages.map(({ papers }) => papers.length)).toEqual([50, 50, 20]);
    expect(pages.flatMap(listIds)).toEqual(inOrder(entries));
    for (const page of pages) expect(page).toMatchObject({ pages: 3, total: 120 });
  });

  test("of exactly 50 papers has one page", async () => {
    await ingestEntries(tied(50, days), LATER);
    expect(await getFeed(toWeek(DAY))).toMatchObject({ pages: 1, total: 50 });
  });

  test("includes its first and last day", async () => {
    const edges = ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"];
    await ingestEntries(
      edges.map((day, index) => makeEntry({ id: numbered(index), day })),
      LATER,
    );
    const feed = await getFeed(toWeek(DAY));
    expect(feed.papers.map(({ day }) => day).toSorted()).toEqual(["2026-03-02", "2026-03-08"]);
  });
});

describe("a paper listed twice", () => {
  const id = "2603.00001";
  const twice = [
    makeEntry({ id, day: "2026-03-03", upvotes: 9, comments: 2 }),
    makeEntry({ id, day: "2026-03-05", upvotes: 4, comments: 6 }),
  ];

  test("is on both days, each with its own votes", async () => {
    await ingestEntries(twice);
    const [tuesday, thursday] = [
      await getFeed(toDayPeriod("2026-03-03")),
      await getFeed(toDayPeriod("2026-03-05")),
    ];
    expect(tuesday.papers).toMatchObject([{ id, day: "2026-03-03", upvotes: 9, comments: 2 }]);
    expect(thursday.papers).toMatchObject([{ id, day: "2026-03-05", upvotes: 4, comments: 6 }]);
  });

  test("comes once in their week and month, by its last listing", async () => {
    await ingestEntries([...twice, makeEntry({ id: "2603.00002", day: "2026-03-04", upvotes: 5 })]);
    for (const period of [toWeek(DAY), toMonth(DAY)]) {
      const feed = await getFeed(period);
      expect(feed.total).toBe(2);
      expect(feed.papers).toMatchObject([{ id: "2603.00002" }, { id, day: DAY, upvotes: 4 }]);
    }
  });

  test("comes in each of two weeks, by the listing of that week", async () => {
    await ingestEntries([makeEntry({ id, day: "2026-02-26", upvotes: 7 }), ...twice]);
    expect((await getFeed(toWeek("2026-02-26"))).papers).toMatchObject([{ id, upvotes: 7 }]);
    expect((await getFeed(toWeek(DAY))).papers).toMatchObject([{ id, upvotes: 4 }]);
    expect((await getTrending()).papers).toMatchObject([{ id, day: DAY, upvotes: 4 }]);
  });
});

describe("previous and next", () => {
  const days = ["2025-11-28", "2026-01-02", "2026-03-05"];

  test.each([
    ["day", toDayPeriod],
    ["week", toWeek],
    ["month", toMonth],
  ])("skip a %s without papers", async (_, toPeriod) => {
    await ingestEntries(days.map((day, index) => makeEntry({ id: numbered(index), day })));
    const [first, middle, last] = days.map(toPeriod);
    const getNeighbors = async (period: Period) => {
      const { previous, next } = await getFeed(period);
      return [previous, next];
    };
    expect(await getNeighbors(toPeriod("2025-11-28"))).toEqual([null, middle]);
    expect(await getNeighbors(toPeriod("2026-01-02"))).toEqual([first, last]);
    expect(await getNeighbors(toPeriod("2026-03-05"))).toEqual([middle, null]);
    expect(await getNeighbors(toPeriod("2025-12-17"))).toEqual([first, middle]);
  });
});

test("a page past the last is not_found; the first page always exists", async () => {
  await ingestEntries(tied(60, [DAY]));
  const missing = { code: "not_found" };
  await expect(getFeed(toDayPeriod(DAY), 1)).rejects.toMatchObject(missing);
  await expect(getFeed(toWeek(DAY), 2)).rejects.toMatchObject(missing);
  await expect(getFeed(toWeek("2026-01-05"), 1)).rejects.toMatchObject(missing);
  await expect(getTrending(2)).rejects.toMatchObject(missing);
  expect(await getFeed(toWeek("2026-01-05"))).toMatchObject({ papers: [], pages: 1 });
});

test("the newest day is the last one with papers, or null on an empty site", async () => {
  expect(await findNewestDay()).toBeNull();
  await ingestEntries([makeEntry({ day: "2026-03-04" }), makeEntry({ day: "2026-01-02" })]);
  expect(await findNewestDay()).toBe("2026-03-04");
});
