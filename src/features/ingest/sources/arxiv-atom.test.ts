import { NOW } from "@tests/factories";
import { type AtomFacts, renderAtomEntry, renderAtomFeed } from "@tests/made-up-arxiv";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { arxivAtom } from "./arxiv-atom";

function parse(facts: AtomFacts) {
  const [entry] = arxivAtom.parseAnswer(renderAtomFeed([renderAtomEntry(facts)])).entries;
  return arxivAtom.parseEntry(entry, { now: NOW });
}

describe("an entry of arXiv's API", () => {
  test("is parsed into a draft", () => {
    const draft = parse({
      id: "2602.00001v1",
      title: "A title\n  on two lines",
      authors: ["Paul Erd&#337;s", "A. B. O'Neil &amp; Sons"],
      categories: ["cs.LG", "cs.AI", "68T07"],
      comment: "7 pages,\n 3 figures",
      more: "<arxiv:journal_ref>J. Made Up 5 (2026)</arxiv:journal_ref><arxiv:doi>10.1016/j.made.2026.1</arxiv:doi>",
    });
    expect(draft).toEqual({
      id: "2602.00001",
      version: 1,
      title: "A title on two lines",
      summary: "We make up an abstract. It has two lines.",
      authors: [
        { name: "Paul Erdős", hidden: false },
        { name: "A. B. O'Neil & Sons", hidden: false },
      ],
      categories: ["cs.LG", "cs.AI"],
      note: "7 pages, 3 figures",
      journal: "J. Made Up 5 (2026)",
      doi: "10.1016/j.made.2026.1",
      publishedAt: new Date("2026-02-09T18:00:00.000Z"),
      revisedAt: null,
      withdrawn: false,
      announcement: {
        day: "2026-02-10",
        at: new Date("2026-02-10T01:00:00.000Z"),
        by: "submitted",
      },
      entryHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("has its primary category first, wherever it is among the others", () => {
    const more = '<arxiv:primary_category term="math.CO"/>';
    const entry = renderAtomEntry({ categories: ["cs.DM", "math.CO"] }).replace(
      /<arxiv:primary_category[^>]*>/,
      more,
    );
    const [sent] = arxivAtom.parseAnswer(renderAtomFeed([entry])).entries;
    expect(arxivAtom.parseEntry(sent, { now: NOW }).categories).toEqual(["math.CO", "cs.DM"]);
  });

  test("of a later version keeps the day of the first", () => {
    const updated = "2026-03-01T08:00:00Z";
    expect(parse({ id: "2602.00001v3", updated })).toMatchObject({
      id: "2602.00001",
      version: 3,
      publishedAt: new Date("2026-02-09T18:00:00.000Z"),
      revisedAt: new Date(updated),
      announcement: { day: "2026-02-10" },
    });
    expect(parse({ id: "2602.00001v1", updated }).revisedAt).toBeNull();
    expect(parse({ id: "2602.00001", updated }).revisedAt).toEqual(new Date(updated));
  });

  test("may have an id of the old style", () => {
    const published = "2006-01-02T10:00:00Z";
    const draft = parse({ id: "astro-ph/0601001v2", published, categories: ["astro-ph"] });
    expect(draft).toMatchObject({ id: "astro-ph/0601001", version: 2, categories: ["astro-ph"] });
  });

  test("is withdrawn if its comment states it", () => {
    const comment = "This paper has been withdrawn by the author due to an error";
    expect(parse({ id: "2602.00001v2", comment })).toMatchObject({
      withdrawn: true,
      note: comment,
    });
  });

  test.each<[string, AtomFacts, RegExp]>([
    ["no id", { id: "" }, /not an arXiv id/],
    ["another site's id", { id: "evil:1" }, /not an arXiv id/],
    ["no title", { title: " " }, /^title: missing/],
    ["a title as a book", { title: "a".repeat(5_001) }, /^title: /],
    ["no date", { published: "" }, /^published: /],
    ["a date in words", { published: "yesterday" }, /^published: /],
    ["a date in the future", { published: "2062-02-09T18:00:00Z" }, /in the future/],
    ["20,001 authors", { authors: Array.from({ length: 20_001 }, () => "A") }, /^authors: /],
    ["an author as a book", { authors: ["a".repeat(501)] }, /^authors\.0: /],
  ])("is rejected with %s, with a reason", (_, facts, reason) => {
    expect(() => parse(facts)).toThrow(reason);
  });
});

describe("an answer", () => {
  test("contains the total, and may have one entry or none", () => {
    expect(arxivAtom.parseAnswer(renderAtomFeed([renderAtomEntry()], 1_234))).toMatchObject({
      total: 1_234,
    });
    expect(arxivAtom.parseAnswer(renderAtomFeed([renderAtomEntry()], 1_234)).entries).toHaveLength(
      1,
    );
    expect(arxivAtom.parseAnswer(renderAtomFeed([]))).toEqual({ entries: [], total: 0 });
  });

  test("with an entry that is an error throws arXiv's sentence", () => {
    const error = `<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1234</id>
      <title>Error</title><summary>incorrect id format for 1234</summary></entry>`;
    expect(() => arxivAtom.parseAnswer(renderAtomFeed([error]))).toThrow(
      /incorrect id format for 1234/,
    );
    expect(() => arxivAtom.parseAnswer(renderAtomFeed([error]))).toThrow(AppError);
  });

  test("that is cut off is rejected as a whole, with its first entries", () => {
    const whole = renderAtomFeed([renderAtomEntry(), renderAtomEntry({ id: "2602.00002v1" })]);
    for (let end = 0; end < whole.length - 1; end += 7) {
      expect(() => arxivAtom.parseAnswer(whole.slice(0, end))).toThrow(AppError);
    }
  });
});
