import { NOW } from "@tests/factories";
import { makeSitePaper } from "@tests/made-up";
import { describe, expect, test } from "vitest";
import { sitePaper, sitePapersFormat } from "./site-papers";

const parse = (facts: object = {}) =>
  sitePapersFormat.parseEntry(makeSitePaper(facts), { now: NOW });

describe("a paper that is not on arXiv", () => {
  test("is parsed into a draft of the archive", () => {
    const draft = parse({
      title: " A title\non two lines",
      pdf: "https://conference.example.org/2026.long-12.pdf",
      categories: ["cs.CL"],
      keywords: ["one", "two", "one", " "],
      organization: "A Lab",
      github: "https://github.com/example/made-up",
      project: "https://example.org/made-up",
      doi: "10.1000/made-up",
      journal: "Proceedings of a Made-up Conference",
    });
    expect(draft).toMatchObject({
      id: "acl:2026.long-12",
      title: "A title on two lines",
      authors: [{ name: "Ada Author" }, { name: "Ben Writer" }],
      publishedAt: new Date("2026-03-02T09:00:00.000Z"),
      pageUrl: "https://conference.example.org/2026.long-12",
      pdfUrl: "https://conference.example.org/2026.long-12.pdf",
      categories: ["cs.CL"],
      keywords: ["one", "two"],
      organization: { name: "A Lab", fullname: "A Lab" },
      githubRepo: "https://github.com/example/made-up",
      projectPage: "https://example.org/made-up",
      doi: "10.1000/made-up",
      journal: "Proceedings of a Made-up Conference",
    });
    expect(draft.listing).toBeUndefined();
    expect(draft.announcement).toBeUndefined();
  });

  test("with a day is listed on that day, without an entry of its own", () => {
    expect(parse({ day: "2026-03-04" }).listing).toEqual({
      day: "2026-03-04",
      listedAt: new Date("2026-03-04T00:00:00.000Z"),
      upvotes: 0,
      comments: 0,
      rawEntry: "{}",
    });
  });

  test("published on a day is dated by its noon", () => {
    const { publishedAt } = parse({ publishedAt: "2026-03-02" });
    expect(publishedAt).toEqual(new Date("2026-03-02T12:00:00.000Z"));
  });

  test("distinguishes fields that are left out from empty ones", () => {
    expect(parse()).toMatchObject({ keywords: undefined, doi: undefined, organization: undefined });
    expect(parse({ keywords: null, doi: null, organization: null })).toMatchObject({
      keywords: [],
      doi: null,
      organization: null,
    });
  });

  test("has a hash that changes with its fields, and with nothing else", () => {
    expect(parse({ weather: "sun" }).entryHash).toBe(parse().entryHash);
    for (const facts of [{ title: "Another" }, { day: "2026-03-04" }, { pdf: null }]) {
      expect(parse(facts).entryHash).not.toBe(parse().entryHash);
    }
  });

  test.each<[object, RegExp]>([
    [{ id: "2602.00001" }, /^id: 2602\.00001 is an arXiv id/],
    [{ id: "astro-ph/0601001v2" }, /is an arXiv id/],
    [{ id: "arxiv:2602.00001" }, /is an arXiv id/],
    [{ id: "no colon" }, /such as acl:2026\.long-12/],
    [{ id: "a:../secret" }, /such as acl:2026\.long-12/],
    [{ title: " " }, /^title: missing/],
    [{ authors: "Ada" }, /^authors: /],
    [{ publishedAt: "yesterday" }, /^publishedAt: must be an instant/],
    [{ publishedAt: "2062-01-01" }, /in the future/],
    [{ publishedAt: "9999-12-31T23:59:59-05:00" }, /publishedAt/],
    [{ day: "2026-02-30" }, /^day: must be a day/],
    [{ day: "2062-02-20" }, /the day 2062-02-20 is in the future/],
    [{ url: undefined }, /^url: /],
    [{ url: "javascript:alert(1)" }, /^url: must be a web address/],
    [{ pdf: "data:text/html,x" }, /^pdf: must be a web address/],
    [{ github: "//example.org" }, /^github: must be a web address/],
    [{ doi: "https://doi.org/10.1000/1" }, /^doi: must look like/],
  ])("%j is rejected with a reason", (facts, reason) => {
    expect(() => parse(facts)).toThrow(reason);
  });
});

test.each(["{}", '{"papers": 1}', '{"papers": []}', "null", "3"])(
  "%s is rejected as a whole",
  (text) => {
    expect(() => sitePapersFormat.parseAnswer(text)).toThrow(/without papers/);
  },
);

test("each field of the documented format that isn't plain is described", () => {
  const { shape } = sitePaper;
  for (const field of [shape.id, shape.authors, shape.publishedAt, shape.url, shape.day]) {
    expect(field.description).toMatch(/\w{3}/);
  }
});
