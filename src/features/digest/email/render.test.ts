import { makeDigestPaper, SELECTION, SITE } from "@tests/digest-papers";
import { NASTY_TITLES } from "@tests/nasty-titles";
import { describe, expect, test } from "vitest";
import type { DigestPaper } from "@/features/digest/schema";
import { fillTemplate } from "./placeholders";
import { renderSelection } from "./render";

const LINKS = {
  preferences: "https://papers.example.org/subscription/the-subscriber",
  unsubscribe: "https://papers.example.org/unsubscribe/the-subscriber",
};

/** Renders both parts of a subscriber's email of these papers. */
async function renderParts(papers: DigestPaper[], reason = SELECTION.reason) {
  const { html, text } = await renderSelection({ ...SELECTION, reason, papers }, SITE);
  return { html: fillTemplate(html, LINKS), text: fillTemplate(text, LINKS) };
}

const listTags = (html: string) => html.match(/<[^>]*>/g) ?? [];
const removeTags = (html: string) => html.replaceAll(/<[^>]*>/g, "").replaceAll("&#x27;", "'");

describe("both parts", () => {
  test("name the site, the day, the reason for these papers, and everything about each paper", async () => {
    const matchReasons = ["cs.CL", "“diffusion”"];
    const papers = [makeDigestPaper("First", 1), { ...makeDigestPaper("Second", 2), matchReasons }];
    const { html, text } = await renderParts(papers);
    for (const part of [removeTags(html), text]) {
      for (const expected of [
        "Daily Papers",
        "Thursday, March 5, 2026",
        "The trending papers",
        "First",
        "Second",
        "Ada Author · 3 authors · 3 upvotes",
        "We make up",
        "Matches cs.CL, “diffusion”",
        "because you confirmed this address",
      ]) {
        expect(part).toContain(expected);
      }
    }
    for (const part of [html, text]) {
      expect(part).toContain(LINKS.preferences);
      expect(part).toContain(LINKS.unsubscribe);
      expect(part).toContain("https://papers.example.org/papers/2603.00002");
      expect(part).toContain("https://papers.example.org/digest/daily/2026-03-05/07/Europe/Berlin");
    }
  });

  test("contain the subscriber's links only in their places: no paper can obtain one", async () => {
    const count = (part: string) => part.split("/the-subscriber").length;
    const plain = await renderParts([makeDigestPaper("A")]);
    const asking = "\u0001 \u0002 \u0003 {unsubscribe}";
    const nasty = await renderParts(
      [{ ...makeDigestPaper(asking), matchReasons: [asking] }],
      asking,
    );
    expect(count(nasty.html)).toBe(count(plain.html));
    expect(count(nasty.text)).toBe(count(plain.text));
  });

  test.each(['"', "漢", "🧪", "né ", "<wide> & ", "e\u0301\u0323", "\u05e2\u05d1 "])(
    "stay below 90 kB with 25 papers whose title, byline and excerpt are 2,000 characters of %j",
    async (character) => {
      const long = character.repeat(2000 / character.length);
      const papers = Array.from({ length: 25 }, (_, index) => ({
        ...makeDigestPaper(long, index),
        byline: long,
        excerpt: long,
        matchReasons: [long, long],
      }));
      const { html, text } = await renderParts(papers, long);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(90_000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(90_000);
      expect(text.match(/^\d+\. /gm)).toHaveLength(25);
      expect(html.match(/<h2/g)).toHaveLength(25);
      expect(`${html}${text}`).not.toMatch(/\p{Surrogate}|\ufffd/u);
    },
  );

  test("keep every word of 25 papers of usual length", async () => {
    const papers = Array.from({ length: 25 }, (_, index) => ({
      ...makeDigestPaper("A title of usual length, with some words in it, on something", index),
      excerpt: `${"We make up words. ".repeat(17)}The end.`,
    }));
    const { html, text } = await renderParts(papers);
    expect(html.match(/The end\./g)).toHaveLength(25);
    expect(text.replaceAll(/\s+/g, " ").match(/The end\./g)).toHaveLength(25);
  });
});

describe("the HTML", () => {
  test.each(NASTY_TITLES)("contains the title %j as text only", async (title) => {
    const plain = await renderParts([makeDigestPaper("A")]);
    const nasty = await renderParts([makeDigestPaper(title)]);
    const names = (html: string) => listTags(html).map((tag) => /^<\/?[^\s>]*/.exec(tag)?.[0]);
    expect(names(nasty.html)).toEqual(names(plain.html));
  });

  test("loads nothing from elsewhere and supports light and dark mode", async () => {
    const { html } = await renderParts(
      NASTY_TITLES.map((title, index) => makeDigestPaper(title, index)),
    );
    expect(listTags(html).join("\n")).not.toMatch(
      /src\s*=|<img|<link|<script|<iframe|<video|url\(|@import/i,
    );
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark"/>');
    expect(html).toContain("prefers-color-scheme: dark");
  });

  test("sets each paper's text in its own direction", async () => {
    const { html } = await renderParts([makeDigestPaper("\u05e2\u05d1\u05e8\u05d9\u05ea")]);
    expect(html).toMatch(/<h2 dir="auto"[^>]*><a [^>]*>\u05e2/);
  });
});

test("the text has lines of at most 72 characters, except for addresses", async () => {
  const title = "Words ".repeat(40).trim();
  const { text } = await renderParts([
    { ...makeDigestPaper(title), excerpt: title, byline: title },
  ]);
  const lines = text.split("\n").filter((line) => !line.includes("https://"));
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(72);
  expect(lines.filter((line) => /^ {3}Words Words/.test(line)).length).toBeGreaterThan(5);
});

test("the same selection gives the same bytes", async () => {
  expect(await renderParts(NASTY_TITLES.map(makeDigestPaper))).toEqual(
    await renderParts(NASTY_TITLES.map(makeDigestPaper)),
  );
});
