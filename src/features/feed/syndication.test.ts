import { makeFeedPaper, nastyFeedPaper } from "@tests/made-up-papers";
import { assertWellFormed, listTexts, readFeed } from "@tests/read-feed";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toDayPeriod } from "@/lib/day";
import type { Feed, FeedPaper } from "./schema";
import { syndicate } from "./syndication";
import type { View } from "./view";

const SITE = { name: "Our Papers", url: "https://papers.example.org" };
const XML = ["rss", "atom"] as const;

const createFeed = (papers: FeedPaper[], view: View = { kind: "latest" }): Feed => ({
  view,
  period: view.kind === "period" ? view.period : null,
  papers,
  page: 0,
  pages: 1,
  total: papers.length,
  previous: null,
  next: null,
  sample: false,
});

const xml = (papers: FeedPaper[], format: (typeof XML)[number], view?: View) =>
  readFeed(syndicate(createFeed(papers, view), format, SITE));
const json = (papers: FeedPaper[], view?: View) =>
  JSON.parse(syndicate(createFeed(papers, view), "json", SITE));

describe.each(XML)("%s", (format) => {
  test("names its site, its page and its own address", () => {
    const feed = xml([makeFeedPaper()], format, { kind: "search", query: 'a&b "c"' });
    expect(feed).toMatchObject({
      title: 'Papers for “a&b "c"” · Our Papers',
      url: "https://papers.example.org/papers?q=a%26b+%22c%22",
      self: `https://papers.example.org/feed/${format}?q=a%26b+%22c%22`,
      updated: "2026-03-05T00:00:00.000Z",
    });
  });

  test("contains each paper with abstract, authors, categories and listing day", () => {
    const summary = "First $x^2$ & <b>bold</b>.\n\nSecond.";
    const paper = makeFeedPaper({ title: "Big $O(n)$", summary });
    const [item] = xml([paper], format).items;
    const text = syndicate(createFeed([paper]), format, SITE);
    expect(listTexts(text, format === "rss" ? "description" : "content").at(-1)).toBe(
      "<p>First x² &amp; &lt;b&gt;bold&lt;/b&gt;.</p><p>Second.</p>",
    );
    expect(item).toMatchObject({
      id: "https://papers.example.org/papers/2603.00001",
      url: "https://papers.example.org/papers/2603.00001",
      title: "Big O(n)",
      published: "2026-03-05T00:00:00.000Z",
    });
    expect(item?.authors.map(({ name }) => name)).toEqual(["Ada Author", "Ben Author"]);
    expect(item?.categories.map(({ term }) => term)).toEqual(["cs.CL", "making up"]);
  });

  test("is valid without papers", () => {
    const day: View = { kind: "period", period: toDayPeriod("2026-03-07") };
    expect(xml([], format, day)).toMatchObject({ items: [], updated: "2026-03-07T00:00:00.000Z" });
    expect(xml([], format)).toMatchObject({ items: [], updated: "1970-01-01T00:00:00.000Z" });
  });

  test("keeps a hostile title as text, and is well-formed", () => {
    const title =
      "1 ]]> 2 ]]> <script>alert(1)</script>\r\n\u0000 & &amp; \ud800 'q' \"q\" 👩‍🔬 مرحبا";
    const text = syndicate(createFeed([makeFeedPaper({ title })]), format, SITE);
    expect(listTexts(text, "title").at(-1)).toBe(
      "1 ]]> 2 ]]> <script>alert(1)</script> & &amp; 'q' \"q\" 👩‍🔬 مرحبا",
    );
  });

  test("is well-formed with any titles, abstracts, names, keywords and searches", () => {
    fc.assert(
      fc.property(fc.array(nastyFeedPaper, { maxLength: 2 }), fc.string(), (papers, query) => {
        assertWellFormed(syndicate(createFeed(papers, { kind: "search", query }), format, SITE));
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});

describe("JSON Feed", () => {
  test("has version 1.1 and the same content as the other formats", () => {
    const feed = json([makeFeedPaper({ revisedAt: new Date("2026-03-09T01:02:03.000Z") })]);
    const page = "https://papers.example.org/papers/2603.00001";
    expect(feed).toEqual({
      version: "https://jsonfeed.org/version/1.1",
      title: "Our Papers",
      description: "Latest papers on Our Papers, with their abstracts.",
      home_page_url: "https://papers.example.org/papers",
      feed_url: "https://papers.example.org/feed/json",
      language: "en",
      items: [
        {
          id: page,
          url: page,
          external_url: "https://arxiv.org/abs/2603.00001",
          title: "A made-up paper",
          content_html: "<p>We make up an abstract.</p>",
          date_published: "2026-03-05T00:00:00.000Z",
          date_modified: "2026-03-09T01:02:03.000Z",
          authors: [{ name: "Ada Author" }, { name: "Ben Author" }],
          tags: ["cs.CL", "making up"],
        },
      ],
    });
  });

  test("is readable and contains only our markup, with any papers", () => {
    fc.assert(
      fc.property(nastyFeedPaper, (paper) => {
        const [item] = json([paper]).items;
        expect(item.content_html ?? "").not.toMatch(/<(?!\/?p>)/);
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});

test("a paper keeps its id on another day, and votes change nothing in its item", () => {
  for (const format of [...XML, "json"] as const) {
    const text = (paper: FeedPaper) => syndicate(createFeed([paper]), format, SITE);
    expect(text(makeFeedPaper({ upvotes: 99, comments: 7 }))).toBe(text(makeFeedPaper()));
  }
  const ids = [makeFeedPaper(), makeFeedPaper({ day: "2026-03-09" })].map(
    (paper) => xml([paper], "atom").items[0]?.id,
  );
  expect(ids[0]).toBe(ids[1]);
});

test("of thousands of authors twenty are named, with the number of all", () => {
  const authors = Array.from({ length: 3_303 }, (_, index) => `Ada Author ${index}`);
  const title = "long ".repeat(1_000).trim();
  for (const format of XML) {
    const [item] = xml([makeFeedPaper({ authors, title })], format).items;
    expect(item?.authors).toHaveLength(20);
    expect(item?.content ?? item?.description).toContain(
      "By 3,303 authors; the first 20 are named here.",
    );
    expect(item?.title).toBe(title);
  }
});

test("a paper without authors or abstract is part of every format", () => {
  const bare = makeFeedPaper({
    authors: [],
    summary: "",
    categories: [],
    keywords: [],
    title: "$ $",
  });
  for (const format of XML) expect(xml([bare], format).items).toHaveLength(1);
  expect(json([bare]).items[0]).toMatchObject({ title: "$ $", content_html: "" });
});
