import { makeCitedPaper, nastyCitedPaper } from "@tests/made-up-papers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsv } from "./csv";

/** Parses a table by the grammar of RFC 4180. @throws Error at an unpaired quote */
function read(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error("not a table");
    row.push((match[1]?.replaceAll('""', '"') ?? match[2]) || "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test("has a row for each paper, texts plain and lists joined", () => {
  const [head = [], row = []] = read(
    formatCsv([makeCitedPaper({ title: 'Big "$O(n)$", a study' })]),
  );
  expect(head[0]).toBe("\ufeffid");
  const facts = Object.fromEntries(head.map((name, index) => [name, row[index]]));
  expect(facts).toMatchObject({
    title: 'Big "O(n)", a study',
    authors: "Ada Author; Ben van der Berg",
    author_count: "2",
    published: "2026-03-02",
    day: "2026-03-05",
    categories: "cs.CL; cs.LG",
    upvotes: "3",
    url: "https://arxiv.org/abs/2603.00001",
    abstract: "We make up an abstract.",
  });
});

test("has a header even without papers", () => {
  expect(read(formatCsv([]))).toHaveLength(1);
});

test("contains no spreadsheet formula and breaks no row for any paper", () => {
  fc.assert(
    fc.property(nastyCitedPaper, (paper) => {
      const rows = read(formatCsv([paper]));
      expect(rows.map((row) => row.length)).toEqual([18, 18]);
      for (const text of rows.flat()) expect(text).not.toMatch(/^[=+\-@\t\r]/);
    }),
    { numRuns: 10_000 },
  );
}, 120_000);
