import { NOW } from "@tests/factories";
import {
  type OaiFacts,
  renderDeletedRecord,
  renderOaiAnswer,
  renderOaiList,
  renderOaiRecord,
} from "@tests/made-up-arxiv";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { arxivOai, estimateAnnouncement } from "./arxiv-oai";

function parse(facts: OaiFacts) {
  const [entry] = arxivOai.parseAnswer(renderOaiList([renderOaiRecord(facts)])).entries;
  return arxivOai.parseEntry(entry, { now: NOW });
}

describe("a record", () => {
  test("is parsed into a draft", () => {
    const more =
      "<comments>9 pages</comments><journal-ref>J. Made Up 5</journal-ref><doi>10.1000/1, 10.1000/2</doi>";
    expect(parse({ more })).toMatchObject({
      id: "2602.00001",
      version: 0,
      title: "A made-up paper numbered 2602.00001",
      summary: "We make up an abstract. It has two lines.",
      authors: [{ name: "Ada Author" }, { name: "Ben Writer Jr" }],
      categories: ["cs.CL", "cs.AI"],
      note: "9 pages",
      journal: "J. Made Up 5",
      doi: "10.1000/1",
      publishedAt: new Date("2026-02-09T12:00:00.000Z"),
      revisedAt: null,
      withdrawn: false,
      announcement: { day: "2026-02-10", by: "created" },
    });
  });

  test("that was revised has the day of its revision", () => {
    expect(parse({ updated: "2026-02-20" }).revisedAt).toEqual(
      new Date("2026-02-20T12:00:00.000Z"),
    );
    expect(parse({ updated: "2026-02-09" }).revisedAt).toBeNull();
  });

  test("may have an id of the old style, and an author without forenames", () => {
    const authors = "<author><keyname>Planck Collaboration</keyname></author>";
    const facts = { id: "astro-ph/0601001", created: "2006-01-02", datestamp: "2006-01-03" };
    expect(parse({ ...facts, authors })).toMatchObject({
      id: "astro-ph/0601001",
      authors: [{ name: "Planck Collaboration" }],
      announcement: { day: "2006-01-04" },
    });
  });

  test("that is withdrawn is marked so", () => {
    expect(parse({ more: "<comments>Withdrawn by the authors</comments>" }).withdrawn).toBe(true);
  });

  test.each<[string, OaiFacts, RegExp]>([
    ["no date", { created: "" }, /^created: not a date/],
    ["a day that isn't", { created: "2026-02-30" }, /^created: not a date/],
    ["a day in the future", { created: "2062-02-09" }, /in the future/],
    ["no title", { title: "" }, /^title: missing/],
    ["another's id", { id: "acl:2026.1" }, /not an arXiv id/],
  ])("is rejected with %s, with a reason", (_, facts, reason) => {
    expect(() => parse(facts)).toThrow(reason);
  });

  test("that is deleted is rejected with its id and a reason", () => {
    const [entry] = arxivOai.parseAnswer(
      renderOaiList([renderDeletedRecord("2602.00009")]),
    ).entries;
    expect(arxivOai.findId(entry)).toBe("oai:arXiv.org:2602.00009");
    expect(() => arxivOai.parseEntry(entry, { now: NOW })).toThrow(/deleted/);
  });
});

/** Submitted on a Thursday: before the cut-off it is announced on Friday, after it on Monday. */
test.each([
  ["2026-02-12", "2026-02-13", "2026-02-13"],
  ["2026-02-12", "2026-02-14", "2026-02-13"],
  ["2026-02-12", "2026-02-16", "2026-02-16"],
  ["2026-02-12", "2026-03-30", "2026-02-16"],
  ["2026-02-12", "2026-02-01", "2026-02-13"],
  ["2026-02-12", null, "2026-02-13"],
  ["2026-02-14", "2026-02-16", "2026-02-17"],
])("of %s, stamped %s, is announced on %s", (created, datestamp, day) => {
  expect(estimateAnnouncement(created, datestamp)).toMatchObject({ day, by: "created" });
});

describe("an answer", () => {
  test("continues with its token, and ends at an empty one", () => {
    const page = (token: string) => arxivOai.parseAnswer(renderOaiList([renderOaiRecord()], token));
    const token =
      '<resumptionToken cursor="0" completeListSize="1700">verb%3DListRecords%26skip%3D1</resumptionToken>';
    expect(page(token)).toMatchObject({
      resumptionToken: "verb%3DListRecords%26skip%3D1",
      total: 1_700,
    });
    expect(page("<resumptionToken/>").resumptionToken).toBeUndefined();
    expect(page("").resumptionToken).toBeUndefined();
  });

  test("may contain the one record that was requested", () => {
    const answer = renderOaiAnswer(`<GetRecord>${renderOaiRecord()}</GetRecord>`);
    expect(arxivOai.parseAnswer(answer).entries).toHaveLength(1);
  });

  test("without matches has no entries; any other error is thrown", () => {
    const error = (code: string) => renderOaiAnswer(`<error code="${code}">Said so.</error>`);
    expect(arxivOai.parseAnswer(error("noRecordsMatch")).entries).toEqual([]);
    expect(() => arxivOai.parseAnswer(error("badResumptionToken"))).toThrow(
      /badResumptionToken: Said so/,
    );
    expect(() => arxivOai.parseAnswer(renderOaiAnswer("<Identify/>"))).toThrow(
      /ListRecords or GetRecord/,
    );
  });

  test("that is cut off is rejected as a whole, with its first records", () => {
    const whole = renderOaiList([renderOaiRecord(), renderOaiRecord({ id: "2602.00002" })]);
    for (let end = 0; end < whole.length - 1; end += 7) {
      expect(() => arxivOai.parseAnswer(whole.slice(0, end))).toThrow(AppError);
    }
  });
});
