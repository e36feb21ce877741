import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { readFeed } from "@tests/read-feed";
import { describe, expect, test } from "vitest";
import { castVote } from "@/features/votes/mutations";
import { GET } from "./route";

const ask = (path: string, headers: HeadersInit = {}) => {
  const request = new Request(`http://localhost:3000/feed/${path}`, { headers });
  const format = path.split("?")[0] ?? "";
  return GET(request, { params: Promise.resolve({ format }) });
};

const listIds = async (path: string) =>
  readFeed(await (await ask(path)).text()).items.map(({ id }) => id?.split("/").at(-1));

const THREE = [
  makeEntry({ id: "2603.00001", day: "2026-03-04", upvotes: 1 }),
  makeEntry({ id: "2603.00002", day: "2026-03-05", upvotes: 1 }),
  makeEntry({ id: "2603.00003", day: "2026-03-05", upvotes: 9 }),
];

test.each([
  ["rss", "application/rss+xml; charset=utf-8"],
  ["atom", "application/atom+xml; charset=utf-8"],
  ["json", "application/feed+json; charset=utf-8"],
])("%s has its type, is cacheable and open to pages of any site", async (format, type) => {
  await ingestEntries(THREE);
  const { status, headers } = await ask(format);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe(type);
  expect(headers.get("cache-control")).toContain("public");
  expect(headers.get("access-control-allow-origin")).toBe("*");
});

describe("a feed takes the parameters of every view", () => {
  test.each([
    ["rss", ["2603.00003", "2603.00002", "2603.00001"]],
    ["atom", ["2603.00003", "2603.00002", "2603.00001"]],
    ["rss?date=2026-03-04", ["2603.00001"]],
    ["atom?week=2026-W10", ["2603.00003", "2603.00001", "2603.00002"]],
    ["rss?month=2026-03", ["2603.00003", "2603.00001", "2603.00002"]],
    ["atom?month=2026-04", []],
  ])("%s", async (path, ids) => {
    const entries = THREE.map((entry, index) => ({
      ...entry,
      paper: { ...entry.paper, publishedAt: `2026-03-0${3 - index}T00:00:00.000Z` },
    }));
    await ingestEntries(entries);
    expect(await listIds(path)).toEqual(ids);
  });

  test.each([
    "rss?author=Ada+Author+0",
    "atom?submitter=sam",
    "rss?organization=lab",
    "rss?q=numbered",
    "atom?q=author:%22Ada+Author%22",
  ])("%s, the newest first", async (path) => {
    const organization = { _id: "o1", name: "lab", fullname: "A Lab" };
    const days = ["2026-03-02", "2026-03-04", "2026-03-03"];
    await ingestEntries(
      days.map((day, index) =>
        makeEntry({
          id: `2603.0000${index}`,
          day,
          publishedAt: `${day}T00:00:00.000Z`,
          paper: { organization },
        }),
      ),
    );
    expect(await listIds(path)).toEqual(["2603.00001", "2603.00002", "2603.00000"]);
  });

  test("the order in a search counts, and the title shows the query as typed", async () => {
    await ingestEntries(THREE);
    expect((await listIds("rss?q=numbered+sort:top"))[0]).toBe("2603.00003");
    const { title, self } = readFeed(await (await ask("atom?q=numbered")).text());
    expect(title).toBe("Papers for “numbered” · Daily Papers");
    expect(self).toBe("https://papers.example.org/feed/atom?q=numbered");
  });

  test("the feed of a topic contains more than its first page", async () => {
    const many = Array.from({ length: 130 }, (_, index) =>
      makeEntry({ id: `2603.${20000 + index}` }),
    );
    await ingestEntries(many);
    expect(new Set(await listIds("rss?author=Ada+Author+0")).size).toBe(100);
  });

  test("trending", async () => {
    await ingestEntries(THREE);
    expect((await listIds("rss?sort=trending"))[0]).toBe("2603.00003");
  });
});

test.each([
  ["yaml", 404],
  ["rss?date=2025-13-40", 400],
  ["atom?week=2026-W60", 400],
  ["json?sort=best", 400],
  ["rss?date=2026-03-04&sort=trending", 400],
  ["rss?author=", 400],
  ["rss?author=Nobody", 404],
  ["rss?category=cs.XX", 404],
])("%s is refused with a sentence", async (path, status) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
});

test("a feed is 304 until a paper is added; another order is another feed with the same ids", async () => {
  await ingestEntries(THREE);
  const first = await ask("rss");
  const known = {
    "If-None-Match": first.headers.get("etag") ?? "",
  };
  expect((await ask("rss", known)).status).toBe(304);
  expect((await ask("rss", known)).status).toBe(304);

  const before = await listIds("rss");
  await castVote({ paperId: "2603.00001", personId: await makePerson() }, NOW);
  expect((await listIds("rss")).toSorted()).toEqual(before.toSorted());

  await ingestEntries([makeEntry({ id: "2603.00004", day: "2026-03-05" })]);
  expect((await ask("rss", known)).status).toBe(200);
});
