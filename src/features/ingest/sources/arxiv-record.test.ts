import { describe, expect, test } from "vitest";
import { RejectedEntry } from "../format";
import { type ArxivRecord, isWithdrawn, parseArxivId, toDraft } from "./arxiv-record";

const REST = { publishedAt: new Date("2026-02-09T18:00:00.000Z") };
const RECORD: ArxivRecord = {
  id: "2602.00001v1",
  title: "A title",
  summary: "An abstract.",
  authors: ["Ada Author"],
  categories: ["cs.CL"],
};
const draft = (record: Partial<ArxivRecord>, rest = {}) =>
  toDraft({ ...RECORD, ...record }, { ...REST, ...rest });

describe("an id", () => {
  test.each([
    ["http://arxiv.org/abs/2602.00001v1", "2602.00001", 1],
    ["https://arxiv.org/abs/0704.0001v12", "0704.0001", 12],
    ["http://arxiv.org/abs/astro-ph/0601001v3", "astro-ph/0601001", 3],
    ["http://arxiv.org/abs/math.GT/0309136", "math.GT/0309136", 0],
    ["oai:arXiv.org:hep-th/9901001", "hep-th/9901001", 0],
    ["oai:arXiv.org:2508.13426v2", "2508.13426", 2],
    ["arXiv:2508.13426v1", "2508.13426", 1],
    ["2602.00001", "2602.00001", 0],
  ])("%s is of %s, version %i", (text, id, version) => {
    expect(parseArxivId(text)).toEqual({ id, version });
  });

  test.each([
    "",
    "acl:2026.long-12",
    "2602.1",
    "2602.00001v0",
    "2602.00001v99999",
    "https://evil.example/abs/2602.00001",
    "../2602.00001",
    "2602.00001v1v2",
  ])("%j is not an id", (text) => {
    expect(() => parseArxivId(text)).toThrow(RejectedEntry);
  });
});

describe("a withdrawal", () => {
  test.each([
    "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
    "Withdrawn",
    "withdrawn due to an error in Lemma 2",
    "The paper is withdrawn",
    "12 pages, 3 figures. This submission has been withdrawn by arXiv administrators",
    "10 pages; paper withdrawn by the authors",
    "This manuscript was temporarily withdrawn for revision.",
  ])("is detected in a note: %s", (note) => {
    expect(isWithdrawn({ note })).toBe(true);
  });

  test("is detected in an abstract that states nothing else", () => {
    expect(isWithdrawn({ summary: "This paper has been\n withdrawn by the author." })).toBe(true);
  });

  test.each([
    [undefined, undefined],
    ["Withdrawn from ICLR 2026 by us", "We study models."],
    ["10 pages", "We study how drugs are withdrawn from the market."],
    ["10 pages", "Deposits are withdrawn by users, and this work has been a long one."],
  ])("is not detected in %j and %j", (note, summary) => {
    expect(isWithdrawn({ note, summary })).toBe(false);
  });
});

describe("a draft", () => {
  test("has text on one line, names with their accents, and arXiv's categories only", () => {
    expect(
      draft({
        title: " A title\n  on two lines ",
        summary: "  One\ntwo.\n  A paragraph\nof its own.\n\n \nA third. ",
        authors: ["Paulo Andr\\'e", "", 'G\\"odel  Kurt'],
        categories: ["cs.CL", "68T50", "I.2.7; H.3.3", "cond-mat.mes-hall", "hep-th", "cs.CL"],
        doi: "10.1103/PhysRevD.93.016005, 10.1103/PhysRevD.98.079901",
        note: " 6 pages,\n 4 figures ",
      }),
    ).toMatchObject({
      title: "A title on two lines",
      summary: "One two.\n\nA paragraph of its own.\n\nA third.",
      authors: [{ name: "Paulo André" }, { name: "Gödel Kurt" }],
      categories: ["cs.CL", "cond-mat.mes-hall", "hep-th"],
      doi: "10.1103/PhysRevD.93.016005",
      note: "6 pages, 4 figures",
    });
  });

  test("distinguishes fields that the source leaves out from empty ones", () => {
    expect(draft({ note: undefined, doi: null })).toMatchObject({ note: undefined, doi: null });
    expect(draft({ note: "  ", doi: "none" })).toMatchObject({ note: null, doi: null });
  });

  test("has a hash that changes with its fields", () => {
    expect(draft({}).entryHash).toBe(draft({}).entryHash);
    expect(draft({ title: "Another" }).entryHash).not.toBe(draft({}).entryHash);
    expect(draft({ id: "2602.00001v2" }).entryHash).not.toBe(draft({}).entryHash);
    expect(draft({}, { withdrawn: true }).entryHash).not.toBe(draft({}).entryHash);
  });

  test("that only updates has the same hash on every day it is repeated", () => {
    const later = { publishedAt: new Date("2026-02-11T01:00:00.000Z"), onlyUpdates: true };
    expect(draft({}, later).entryHash).toBe(draft({}, { onlyUpdates: true }).entryHash);
    expect(draft({}, later).entryHash).not.toBe(draft({}).entryHash);
  });

  test("without a title is rejected", () => {
    expect(() => draft({ title: "\u200b " })).toThrow(/^title: missing/);
  });
});
