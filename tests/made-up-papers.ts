import fc from "fast-check";
import type { FeedPaper } from "@/features/feed/schema";
import type { CitedPaper } from "@/features/papers/citation/facts";

/** Creates a paper of a feed. */
export const makeFeedPaper = (facts: Partial<FeedPaper> = {}): FeedPaper => ({
  id: "2603.00001",
  title: "A made-up paper",
  summary: "We make up an abstract.",
  publishedAt: new Date("2026-03-02T09:00:00.000Z"),
  day: "2026-03-05",
  revisedAt: null,
  upvotes: 3,
  comments: 1,
  githubRepo: null,
  githubStars: null,
  organization: null,
  organizationName: null,
  submitter: "sam",
  submitterName: "sam",
  authors: ["Ada Author", "Ben Author"],
  authorCount: facts.authors?.length ?? 2,
  categories: ["cs.CL"],
  keywords: ["making up"],
  ...facts,
});

/** Creates a paper for citations. */
export const makeCitedPaper = (facts: Partial<CitedPaper> = {}): CitedPaper => ({
  id: "2603.00001",
  title: "A made-up paper",
  summary: "We make up an abstract.",
  publishedAt: new Date("2026-03-02T09:00:00.000Z"),
  version: 2,
  authors: ["Ada Author", "Ben van der Berg"],
  authorCount: facts.authors?.length ?? 2,
  organization: null,
  categories: ["cs.CL", "cs.LG"],
  keywords: ["making up"],
  doi: null,
  journal: null,
  pageUrl: null,
  pdfUrl: null,
  githubRepo: null,
  upvotes: 3,
  comments: 1,
  day: "2026-03-05",
  ...facts,
});

/** Texts that break formats: their syntax, ends of fields, halves of characters, TeX, other scripts. */
const NASTY = [
  ..."&<>\"'{}[]\\$%#_^~@=+-;:,|`\t\r\n\u0000\u0007\u0085\u2028\ufffe\ufeff\ud800\udc00",
  "]]>",
  "<![CDATA[",
  "<script>",
  "&amp;",
  "&#0;",
  "--",
  "\r\nER  - ",
  "\n@misc{x,",
  "$x^2$",
  "$\\frac{a}{b}$",
  "$\\{$",
  "$}$",
  "\\'e",
  "{\\bf ",
  " and ",
  "et al",
  "né",
  "李明",
  "مرحبا",
  "👩‍🔬",
  "GPT",
  "word",
  " ",
  "Jr.",
  "van",
  "A",
  "1",
];
const nastyText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 3 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

const shared = {
  title: nastyText,
  summary: nastyText,
  authors: fc.array(nastyText, { maxLength: 4 }),
  categories: fc.array(nastyText, { maxLength: 2 }),
  keywords: fc.array(nastyText, { maxLength: 2 }),
};

export const nastyFeedPaper = fc.record(shared).map(makeFeedPaper);
export const nastyCitedPaper = fc
  .record({ ...shared, journal: fc.option(nastyText), doi: fc.option(nastyText) })
  .map(makeCitedPaper);
