import { createHash } from "node:crypto";
import { makeEntry, NOW } from "@tests/factories";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "@/lib/text/text";
import { RejectedEntry } from "../format";
import { parseEntry } from "./hugging-face";

/** Parses an entry; the draft always has a listing. */
function parse(entry: unknown, day?: string) {
  const draft = parseEntry(entry, { day, now: NOW });
  if (!draft.listing) throw new Error("not listed");
  return { ...draft, listing: draft.listing };
}
const withPaper = (paper: object) => parse(makeEntry({ paper }));

describe("an entry", () => {
  test("is parsed into a draft", () => {
    const draft = parse(
      makeEntry({
        paper: {
          id: "2603.00007v2",
          ai_summary: "In short.",
          ai_keywords: ["one", "two"],
          githubRepo: "https://github.com/example/made-up",
          githubStars: 12,
          projectPage: "https://example.org/made-up",
          organization: { _id: "o1", name: "lab", fullname: "A Lab", avatar: "/lab.png" },
        },
      }),
    );
    expect(draft).toMatchObject({
      id: "2603.00007",
      summary: "We make up an abstract. It has two sentences.",
      publishedAt: new Date("2026-03-02T09:00:00.000Z"),
      aiSummary: "In short.",
      keywords: ["one", "two"],
      githubRepo: "https://github.com/example/made-up",
      githubStars: 12,
      projectPage: "https://example.org/made-up",
      organization: { id: "o1", name: "lab", fullname: "A Lab", avatar: "/lab.png" },
      listing: {
        day: "2026-03-05",
        listedAt: new Date("2026-03-05T10:30:00.000Z"),
        upvotes: 3,
        comments: 1,
        submitterName: "sam",
        submitterFullname: "Sam Submitter",
      },
    });
    expect(draft.authors).toHaveLength(2);
  });

  test("with a line break in its title has it on one line", () => {
    expect(withPaper({ title: " A title\n  on two\tlines " }).title).toBe("A title on two lines");
  });

  test("takes its paper's publishedAt, and the outer one only without it", () => {
    const outer = "2026-03-02T04:00:00.000Z";
    expect(parse(makeEntry({ entry: { publishedAt: outer } })).publishedAt).toEqual(
      new Date("2026-03-02T09:00:00.000Z"),
    );
    const entry = makeEntry({ paper: { publishedAt: undefined }, entry: { publishedAt: outer } });
    expect(parse(entry).publishedAt).toEqual(new Date(outer));
  });

  test("is listed on the UTC date of its listing", () => {
    const late = withPaper({ submittedOnDailyAt: "2026-03-05T01:00:00.000+03:00" });
    expect(late.listing.day).toBe("2026-03-04");
  });

  test("without a day is listed on the requested day, and only then", () => {
    const silent = makeEntry({ paper: { submittedOnDailyAt: undefined } });
    expect(parse(silent, "2025-01-09").listing.day).toBe("2025-01-09");
    expect(parse(makeEntry(), "2025-01-09").listing.day).toBe("2026-03-05");
    expect(() => parse(silent)).toThrow(/no listing day/);
  });

  test("may be listed as late as tomorrow, since clocks differ", () => {
    expect(parse(makeEntry({ day: "2026-03-06" })).listing.day).toBe("2026-03-06");
    expect(() => parse(makeEntry({ day: "2026-03-07" }))).toThrow(/2026-03-07 is in the future/);
    expect(() => parse(makeEntry({ day: "1989-12-31" }))).toThrow(/before 1990/);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,<script>",
    "https://exa mple.org",
    "https://",
    "//example.org",
    "not an address",
  ])("doesn't link to %j, which only its raw entry keeps", (address) => {
    const draft = withPaper({ githubRepo: address, projectPage: address });
    expect(draft.githubRepo).toBeNull();
    expect(draft.projectPage).toBeNull();
    expect(JSON.parse(draft.listing.rawEntry).paper.projectPage).toBe(address);
  });

  test("keeps unknown fields in `rawEntry`, whose hash shows a change", () => {
    const withUnknownFields = {
      weather: ["sun"],
      paper: { ...makeEntry().paper, mood: { level: 3 } },
    };
    const { entryHash, listing } = parse(makeEntry({ entry: withUnknownFields }));
    const { rawEntry } = listing;
    expect(JSON.parse(rawEntry)).toMatchObject({ weather: ["sun"], paper: { mood: { level: 3 } } });
    expect(entryHash).toBe(createHash("sha256").update(rawEntry).digest("hex"));
    expect(parse(makeEntry({ entry: withUnknownFields })).entryHash).toBe(entryHash);
    expect(parse(makeEntry()).entryHash).not.toBe(entryHash);
  });
});

test.each(["0000-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])(
  "an instant outside the years that a database sorts is rejected: %s",
  (publishedAt) => {
    expect(() => parse(makeEntry({ publishedAt }))).toThrow(RejectedEntry);
  },
);

const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
);
const anyText = fc.array(unit, { maxLength: 12 }).map((units) => String.fromCharCode(...units));
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  anyText,
  fc.date().map((date) => JSON.stringify(date)),
  fc.constantFrom("9999-12-31T23:59:59-23:59", "2026-03-05T10:30Z", "2603.00002v9", 1e308, -0),
);
/** Generates up to two of these fields with any values. */
const corruptFields = (names: string) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names.split(" ")), anything), { maxLength: 2 })
    .map((pairs) => Object.fromEntries(pairs));
const paperFields = corruptFields(
  "id authors publishedAt submittedOnDailyAt title summary upvotes discussionId ai_summary " +
    "ai_keywords githubRepo githubStars projectPage mediaUrls organization constructor toString",
);
const entryFields = corruptFields(
  "title publishedAt summary thumbnail numComments submittedBy organization hasOwnProperty",
);
/** Generates a valid entry with a few invalid fields. */
const corruptEntry = fc.record({ paper: paperFields, entry: entryFields }).map(makeEntry);

test("any input results in a clean draft or a RejectedEntry with a reason", () => {
  const seen = { drafts: 0, rejected: 0 };
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: corruptEntry }, anything), (entry) => {
      try {
        const draft = parse(entry, "2026-03-04");
        seen.drafts += 1;
        expect(draft.publishedAt.toISOString()).toMatch(/^\d{4}-/);
        expect(draft.listing.listedAt.toISOString().slice(0, 10)).toBe(draft.listing.day);
        expect(draft.title).not.toBe("");
        const text = JSON.stringify(draft);
        expect(cleanText(text)).toBe(text);
        expect(text).not.toMatch(/\\ud[89a-f]/i);
      } catch (error) {
        if (!(error instanceof RejectedEntry)) throw error;
        seen.rejected += 1;
        expect(error.message).not.toBe("");
      }
    }),
    { numRuns: 12_000 },
  );
  expect(seen.drafts).toBeGreaterThan(100);
  expect(seen.rejected).toBeGreaterThan(1_000);
}, 60_000);
