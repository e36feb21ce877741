import { NOW } from "@tests/factories";
import {
  type RssFacts,
  renderRssAtomEntry,
  renderRssAtomFeed,
  renderRssFeed,
  renderRssItem,
} from "@tests/made-up-arxiv";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { arxivRss, splitCreators } from "./arxiv-rss";

function parseFirst(feed: string) {
  const [entry] = arxivRss.parseAnswer(feed).entries;
  return arxivRss.parseEntry(entry, { now: NOW });
}
const inRss = (facts: RssFacts = {}) => parseFirst(renderRssFeed([renderRssItem(facts)]));
const inAtom = (facts: RssFacts = {}) => parseFirst(renderRssAtomFeed([renderRssAtomEntry(facts)]));

describe.each([
  ["RSS", inRss],
  ["Atom", inAtom],
])("an item in %s", (_, parse) => {
  test("that is new is parsed into a draft, dated by its announcement", () => {
    const at = new Date("2026-02-10T01:00:00.000Z");
    expect(parse()).toMatchObject({
      id: "2602.00001",
      version: 1,
      title: "A made-up paper numbered 2602.00001v1",
      summary: "We make up an abstract. It has two lines.",
      authors: [{ name: "Ada Author" }, { name: "Ben Writer" }],
      categories: ["cs.CL", "cs.AI"],
      publishedAt: at,
      announcement: { day: "2026-02-10", at, by: "announced" },
    });
    expect(parse()).not.toHaveProperty("onlyUpdates");
  });

  test("leaves out notes, journals and revisions", () => {
    expect(parse()).toMatchObject({ note: undefined, withdrawn: undefined });
    expect(parse().revisedAt).toBeUndefined();
  });

  test.each(["cross", "replace", "replace-cross"])("of type %s only updates", (type) => {
    const draft = parse({ type, id: "2601.00009v2" });
    expect(draft).toMatchObject({ id: "2601.00009", version: 2, onlyUpdates: true });
    expect(draft).not.toHaveProperty("announcement");
    expect(draft.summary).toMatch(/^We make up/);
  });

  test("of an unknown type is rejected with a reason", () => {
    expect(() => parse({ type: "retract" })).toThrow(/announceType: must be new, cross/);
  });

  test("is withdrawn if its abstract states it", () => {
    const summary = "This paper has been withdrawn by the author.";
    expect(parse({ type: "replace", summary })).toMatchObject({ withdrawn: true });
  });

  test("of the old style keeps its version", () => {
    const draft = parse({ id: "astro-ph/0601001v3", type: "replace" });
    expect(draft).toMatchObject({ id: "astro-ph/0601001", version: 3 });
  });

  test("with a date that is not valid or in the future is rejected", () => {
    expect(() => parse({ date: "2062-02-09T00:00:00Z" })).toThrow(/in the future/);
    expect(() => parse({ date: "some day" })).toThrow(/the date of its announcement/);
  });
});

describe("the day", () => {
  test.each([
    [
      "the date in New York",
      "Wed, 20 Aug 2025 00:00:00 -0400",
      "2025-08-20",
      "2025-08-20T00:00:00.000Z",
    ],
    ["in winter", "Wed, 07 Jan 2026 00:00:00 -0500", "2026-01-07", "2026-01-07T01:00:00.000Z"],
    ["given in UTC", "Wed, 07 Jan 2026 05:00:00 GMT", "2026-01-07", "2026-01-07T01:00:00.000Z"],
    [
      "late in the evening in New York",
      "Thu, 08 Jan 2026 04:59:59 GMT",
      "2026-01-07",
      "2026-01-07T01:00:00.000Z",
    ],
    [
      "on a Saturday is Friday",
      "Sat, 10 Jan 2026 00:00:00 -0500",
      "2026-01-09",
      "2026-01-09T01:00:00.000Z",
    ],
  ])("is %s", (_, date, day, at) => {
    expect(inRss({ date }).announcement).toEqual({ day, at: new Date(at), by: "announced" });
  });

  test("of an item without a date is the feed's", () => {
    const feed = renderRssFeed([renderRssItem()], "Fri, 13 Feb 2026 00:00:00 -0500");
    expect(parseFirst(feed).announcement?.day).toBe("2026-02-13");
  });
});

test("a replacement that is repeated the next day changes nothing", () => {
  const [first, again] = ["Tue, 10 Feb 2026", "Wed, 11 Feb 2026"].map((date) =>
    inRss({ type: "replace", id: "2601.00009v2", date: `${date} 00:00:00 -0500` }),
  );
  expect(again?.entryHash).toBe(first?.entryHash);
});

test("type and version are taken from the description where the elements lack them", () => {
  const item = renderRssItem({ id: "2601.00009v4", type: "replace" })
    .replace(/<arxiv:announce_type>.*?<\/arxiv:announce_type>/, "")
    .replace(/<guid.*?<\/guid>/, "");
  expect(parseFirst(renderRssFeed([item]))).toMatchObject({ version: 4, onlyUpdates: true });
});

test.each([
  ["Ada Author, Ben Writer", ["Ada Author", "Ben Writer"]],
  ["Ada Author (MIT, Boston), Ben Writer (1 and (2))", ["Ada Author", "Ben Writer"]],
  ["One Author", ["One Author"]],
  [" , ", []],
  ["Ada) Author, (", ["Ada) Author"]],
])("creators %j are %j", (creators, names) => {
  expect(splitCreators(creators)).toEqual(names);
});

describe("a feed", () => {
  test("without items, as on weekends, is valid", () => {
    expect(arxivRss.parseAnswer(renderRssFeed([]))).toEqual({ entries: [] });
    expect(arxivRss.parseAnswer(renderRssAtomFeed([]))).toEqual({ entries: [] });
  });

  test.each([
    ["no channel", '<rss version="2.0"></rss>'],
    ["another root", "<html></html>"],
    ["nothing", ""],
  ])("that has %s is rejected with a sentence", (_, text) => {
    expect(() => arxivRss.parseAnswer(text)).toThrow(AppError);
  });

  test("that is cut off is rejected as a whole, with its first items", () => {
    const whole = renderRssFeed([renderRssItem(), renderRssItem({ id: "2602.00002v1" })]);
    for (let end = 0; end < whole.length - 1; end += 7) {
      expect(() => arxivRss.parseAnswer(whole.slice(0, end))).toThrow(AppError);
    }
  });
});
