import { plugins } from "@citation-js/core";
import "@citation-js/plugin-ris";
import { makeCitedPaper, nastyCitedPaper } from "@tests/made-up-papers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRis } from "./ris";

/** Parses with a library that shares no code with the formatter. */
const read = (text: string) => plugins.input.chain(text, { generateGraph: false });

const listValues = (text: string, tag: string) =>
  text
    .split("\r\n")
    .filter((line) => line.startsWith(`${tag}  - `))
    .map((line) => line.slice(6));

test("an independent parser finds names, date, abstract and keywords", () => {
  const paper = makeCitedPaper({
    title: "Big $O(n)$ & more",
    authors: ["Jan van der Berg", "Sammy Davis, Jr.", "The ATLAS Collaboration"],
  });
  expect(
    read(formatRis([paper, makeCitedPaper({ id: "2603.00002", title: "Two" })])),
  ).toMatchObject([
    {
      id: "vanderberg2026big",
      type: "manuscript",
      title: "Big O(n) & more",
      author: [
        { family: "van der Berg", given: "Jan" },
        { family: "Davis", given: "Sammy", suffix: "Jr." },
        { literal: "The ATLAS Collaboration" },
      ],
      issued: { "date-parts": [[2026, 3, 2]] },
      abstract: "We make up an abstract.",
      keyword: "cs.CL,cs.LG,making up",
    },
    { title: "Two" },
  ]);
});

test("a paper in a journal is of that journal's year", () => {
  const text = formatRis([makeCitedPaper({ journal: "J. Made Up 3 (2027)", doi: "10.1/x" })]);
  expect(listValues(text, "TY")).toEqual(["JOUR"]);
  expect(listValues(text, "T2")).toEqual(["J. Made Up 3 (2027)"]);
  expect(listValues(text, "PY")).toEqual(["2027"]);
  expect(listValues(text, "DO")).toEqual(["10.1/x"]);
  expect(listValues(text, "UR")).toEqual(["https://arxiv.org/abs/2603.00001"]);
});

test("no text breaks out of its line or its record", () => {
  fc.assert(
    fc.property(nastyCitedPaper, (paper) => {
      const text = formatRis([paper]);
      const lines = text.split("\r\n");
      expect(lines.slice(-3)).toEqual(["ER  - ", "", ""]);
      for (const line of lines.slice(0, -3)) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}- \S/);
      expect(listValues(text, "ER")).toHaveLength(1);
      expect(listValues(text, "TY")).toHaveLength(1);
      expect(text).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

test("an independent parser finds every record and author", () => {
  fc.assert(
    fc.property(fc.array(nastyCitedPaper, { minLength: 1, maxLength: 3 }), (papers) => {
      const records = read(formatRis(papers));
      expect(records).toHaveLength(papers.length);
    }),
    { numRuns: 300 },
  );
}, 120_000);
