import { makeCitedPaper, nastyCitedPaper } from "@tests/made-up-papers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsl } from "./csl";

const read = (facts: Parameters<typeof makeCitedPaper>[0]) =>
  JSON.parse(formatCsl([makeCitedPaper(facts)]))[0];

test("an arXiv paper is an article with its number in the archive", () => {
  const authors = ["Jan van der Berg", "Sammy Davis, Jr.", "Gemini Team"];
  expect(read({ authors, title: "Big $O(n)$" })).toEqual({
    id: "vanderberg2026big",
    type: "article",
    title: "Big O(n)",
    author: [
      { family: "van der Berg", given: "Jan" },
      { family: "Davis", given: "Sammy", suffix: "Jr." },
      { literal: "Gemini Team" },
    ],
    issued: { "date-parts": [[2026, 3, 2]] },
    publisher: "arXiv",
    archive: "arXiv",
    archive_location: "2603.00001",
    number: "arXiv:2603.00001",
    version: "2",
    URL: "https://arxiv.org/abs/2603.00001",
    abstract: "We make up an abstract.",
    keyword: "cs.CL, cs.LG, making up",
  });
});

test("a paper in a journal names it, its DOI and its year", () => {
  const journal = "J. Made Up 3 (2027)";
  expect(read({ journal, doi: "10.1/x" })).toMatchObject({
    type: "article-journal",
    "container-title": journal,
    DOI: "10.1/x",
    issued: { "date-parts": [[2027]] },
  });
});

test("is valid JSON for any paper", () => {
  fc.assert(
    fc.property(nastyCitedPaper, (paper) => {
      expect(JSON.parse(formatCsl([paper]))).toHaveLength(1);
    }),
    { numRuns: 10_000 },
  );
}, 120_000);
