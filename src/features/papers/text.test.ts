import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "@/lib/text/text";
import { buildExcerpt, formatAuthorCount, formatByline } from "./text";

test("authors are counted in words", () => {
  expect(formatAuthorCount(1)).toBe("1 author");
  expect(formatAuthorCount(2)).toBe("2 authors");
  expect(formatAuthorCount(3_303)).toBe("3,303 authors");
});

describe("a byline", () => {
  const authors = ["Ada Author", "Ben Author"];

  test("names all authors without counting them", () => {
    expect(formatByline({ authors, authorCount: 2, organization: null })).toBe(
      "Ada Author, Ben Author",
    );
  });

  test("counts them where some are left out", () => {
    expect(formatByline({ authors, authorCount: 9, organization: null })).toBe(
      "Ada Author, Ben Author · 9 authors",
    );
  });

  test("names the organization instead", () => {
    expect(formatByline({ authors, authorCount: 2, organization: "A Lab" })).toBe(
      "A Lab · 2 authors",
    );
  });

  test("states that authors are unknown", () => {
    expect(formatByline({ authors: [], authorCount: 0, organization: null })).toBe(
      "Authors unknown",
    );
    expect(formatByline({ authors: [], authorCount: 0, organization: "A Lab" })).toBe("A Lab");
  });
});

describe("an excerpt", () => {
  test("of a short abstract is all of it", () => {
    expect(buildExcerpt("We make up an abstract.", 100)).toBe("We make up an abstract.");
  });

  test("of a long one ends at a word, without the comma, with an ellipsis", () => {
    expect(buildExcerpt("We read the pages, then we close them.", 20)).toBe("We read the pages…");
    expect(buildExcerpt(`${"word ".repeat(30)}`, 52)).toBe(`${"word ".repeat(10).trim()}…`);
  });

  test("cuts a text without spaces all the same, and not inside a character", () => {
    for (const text of ["漢字".repeat(500), "👩".repeat(500), `a${"👩".repeat(500)}`]) {
      const short = buildExcerpt(text, 101);
      expect(short.length).toBeLessThanOrEqual(102);
      expect(short).toMatch(/…$/);
      expect(cleanText(short)).toBe(short);
    }
  });

  test("is plain: formulas and macros become text", () => {
    expect(buildExcerpt("It costs $O(n^2)$ and \\textbf{no} more.", 100)).toBe(
      "It costs O(n²) and no more.",
    );
  });

  test("never exceeds its limit plus one character", () => {
    const words = fc.array(
      fc.constantFrom("word", "漢字", "👩‍👩‍👧‍👦", "$x^2$", "{", ",", "a".repeat(60)),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 50, max: 300 }), (some, limit) => {
        const short = buildExcerpt(some.join(" "), limit);
        expect(short.length).toBeLessThanOrEqual(limit + 1);
        expect(cleanText(short)).toBe(short);
      }),
      { numRuns: 1_000 },
    );
  });
});
