import { hoursAfter, makeIssue } from "@tests/digest";
import { makeDigestPaper } from "@tests/digest-papers";
import { NASTY_TITLES } from "@tests/nasty-titles";
import { listTexts, readFeed } from "@tests/read-feed";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { GET } from "./route";

const get = (path: string, headers: HeadersInit = {}) => {
  const request = new Request(`http://localhost:3000/digest/feed/${path}`, { headers });
  const format = path.split("?")[0] ?? "";
  return GET(request, { params: Promise.resolve({ format }) });
};

const PAGE = "https://papers.example.org/digest/daily/2026-03-05/07/UTC";

describe.each(["rss", "atom"])("%s", (format) => {
  test("has an item for each issue, with its papers as a list", async () => {
    await makeIssue([makeDigestPaper("First & <b>best</b>", 1), makeDigestPaper("Second", 2)]);
    const text = await (await get(format)).text();
    const feed = readFeed(text);
    expect(feed).toMatchObject({
      title: "Digest of Daily Papers",
      url: "https://papers.example.org/digest",
      self: `https://papers.example.org/digest/feed/${format}`,
    });
    expect(feed.items).toMatchObject([
      { id: PAGE, url: PAGE, title: "First & <b>best</b> and 1 more" },
    ]);
    const content = listTexts(text, format === "rss" ? "description" : "content").at(-1) ?? "";
    expect(content.match(/<li>/g)).toHaveLength(2);
    expect(content).toContain(
      '<a href="https://papers.example.org/papers/2603.00001">First &amp; &lt;b&gt;best&lt;/b&gt;</a>',
    );
    expect(content).toContain("Ada Author · 3 authors · 3 upvotes");
  });

  test("is well-formed whatever the titles contain, and without issues", async () => {
    expect(readFeed(await (await get(format)).text()).items).toEqual([]);
    await makeIssue(NASTY_TITLES.map((title, index) => makeDigestPaper(title, index)));
    const text = await (await get(format)).text();
    expect(readFeed(text).items).toHaveLength(1);
    expect(listTexts(text, format === "rss" ? "description" : "content").at(-1)).not.toContain(
      "<script",
    );
  });

  test("leaves out issues without papers", async () => {
    await makeIssue([], "2026-03-04");
    await makeIssue([makeDigestPaper("A")]);
    expect(readFeed(await (await get(format)).text()).items).toHaveLength(1);
  });
});

test("the JSON Feed has the same items", async () => {
  await makeIssue([makeDigestPaper("First")]);
  const answer = await get("json");
  expect(answer.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
  expect(await answer.json()).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    items: [
      { id: PAGE, title: "First", date_published: "2026-03-05T15:00:00.000Z", tags: ["Daily"] },
    ],
  });
});

test("a feed can have one rhythm only", async () => {
  await makeIssue([makeDigestPaper("A")]);
  const weekly = { edition: "weekly/2026-03-02/07/UTC", rhythm: "weekly" as const };
  await makeIssue([makeDigestPaper("Of the week")], "2026-03-02");
  await db().digestIssue.update({ where: { id: "issue-2026-03-02" }, data: weekly });
  const feed = readFeed(await (await get("atom?rhythm=weekly")).text());
  expect(feed.title).toBe("Weekly digest of Daily Papers");
  expect(feed.items.map(({ title }) => title)).toEqual(["Of the week"]);
});

test("a client that has the feed gets 304 until there is a new issue", async () => {
  await makeIssue([makeDigestPaper("A")]);
  const known = { "If-None-Match": (await get("rss")).headers.get("etag") ?? "" };
  expect((await get("rss", known)).status).toBe(304);
  await makeIssue([makeDigestPaper("B")], "2026-03-06");
  const dueAt = hoursAfter(24);
  await db().digestIssue.update({ where: { id: "issue-2026-03-06" }, data: { dueAt } });
  expect((await get("rss", known)).status).toBe(200);
});

test.each([
  ["yaml", 404],
  ["rss?rhythm=hourly", 400],
  ["rss?rhythm=", 400],
])("%s is rejected with a sentence", async (path, status) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
});
