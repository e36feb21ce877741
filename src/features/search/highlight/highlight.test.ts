import { assertLinearTime } from "@tests/growth";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression } from "@/features/search/query/parse";
import type { Segment } from "@/features/search/schema";
import {
  findMatches,
  findUnicodeMatches,
  highlight,
  highlightExcerpt,
  toSearchTerms,
} from "./highlight";

const searchTermsFor = (query: string) => toSearchTerms(parseExpression(query));
const shown = (segments: Segment[]) =>
  segments.map(({ text, highlighted }) => (highlighted ? `[${text}]` : text)).join("");

describe("a hit is highlighted", () => {
  test.each([
    ["attention", "All Attention, attentions", "All [Attention], [attentions]"],
    ["attention models", "attentions of Models", "attentions of [Models]"],
    ["attention dense", "attention attentions", "[attention] attentions"],
    ["zurich", "In Zürich and Zu\u0308rich", "In [Zürich] and [Zu\u0308rich]"],
    ['"sparse attention"', "sparse, sparse-attention", "sparse, [sparse-attention]"],
    ["title:sparse author:ada -dense", "Sparse Ada dense", "[Sparse] Ada dense"],
    ["深度学", "基于深度学习的", "基于[深度学]习的"],
    ["c++", "C and C++", "[C] and [C]++"],
    ["a.b", "a.b a b", "[a.b] [a b]"],
    ["nothing", "<b>&amp;", "<b>&amp;"],
  ])("%s in %s", (query, text, result) => {
    expect(shown(highlight(text, searchTermsFor(query)))).toBe(result);
  });
});

test("an excerpt is taken from where most matches are, and cut at words", () => {
  const text = `${"before ".repeat(60)}sparse attention ${"after ".repeat(60)}`.trim();
  const excerpt = shown(highlightExcerpt(text, searchTermsFor("attention sparse"), 120));
  expect(excerpt).toMatch(/^…before .*\[sparse\] \[attention\] after .* after…$/);
  expect(excerpt.length).toBeLessThanOrEqual(130);
  expect(shown(highlightExcerpt(text, searchTermsFor("missing"), 20))).toBe(
    "before before before…",
  );
  expect(shown(highlightExcerpt("short", searchTermsFor("short"), 20))).toBe("[short]");
});

test("ASCII text is highlighted like any other text", () => {
  const word = fc.constantFrom(
    "sparse",
    "Spar",
    "a",
    "ab",
    "b",
    "9",
    "-",
    "_",
    " ",
    ". ",
    "attention",
  );
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
  const some = fc.array(fc.constantFrom("sparse", "spar", "a", "ab", "9"), {
    minLength: 1,
    maxLength: 3,
  });
  const anyTerms = fc.array(fc.record({ words: some, isPrefix: fc.boolean() }), { maxLength: 3 });
  fc.assert(
    fc.property(text, anyTerms, (one, searchTerms) => {
      expect(findMatches(one, searchTerms)).toEqual(findUnicodeMatches(one, searchTerms));
    }),
    { numRuns: 10_000 },
  );
});

test("an excerpt starts where a window of its length has the most matches", () => {
  const word = fc.constantFrom("a ", "b ", "sparse ", "attention ");
  fc.assert(
    fc.property(fc.array(word, { minLength: 60, maxLength: 200 }), (words) => {
      const text = words.join("");
      const terms = searchTermsFor("sparse attention");
      const matches = findMatches(text, terms);
      const countFrom = (from: number) =>
        matches.filter(({ start, end }) => start >= from && end <= from + 40).length;
      const starts = [0, ...matches.map(({ start }) => start)];
      const best = starts.toSorted((a, b) => countFrom(b) - countFrom(a) || a - b)[0] ?? 0;
      const excerpt = shown(highlightExcerpt(text, terms, 100)).replace(/[[\]…]/g, "");
      const from = best <= 60 ? 0 : Math.min(best - 60, text.length - 100);
      expect(text.slice(from)).toContain(excerpt.trim());
      expect(text.indexOf(excerpt.trim(), from)).toBeLessThan(from + 60);
    }),
    { numRuns: 300 },
  );
});

test.each(["sparse", '"a b c a b c"', "深度 a", "a* b", "zürich"])(
  "takes linear time for any text: %s",
  (query) => {
    const terms = searchTermsFor(query);
    assertLinearTime(
      (text) => highlightExcerpt(text, terms, 300),
      ["sparse ", "a ", "b ", "a", " ", "-", "深", "度", "ü", "zurich ", "\u0308", "a b c "],
    );
  },
  60_000,
);
