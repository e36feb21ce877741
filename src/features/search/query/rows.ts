import { z } from "zod";
import type { Row } from "@/db/read-worker";
import { instant, instantOrNull, integer, jsonStrings, parseRows } from "@/db/stored";
import { splitNames } from "@/features/papers/text";
import { highlightExcerpt } from "@/features/search/highlight/highlight";
import type { SearchPaper, SearchTerms } from "@/features/search/schema";
import { plainText } from "@/lib/markup/markup";

const MAX_EXCERPT_LENGTH = 300;

export type ValueCount = { value: string; label: string; count: number };

/** The parsed result of a search's statements. */
export type Hits = {
  papers: SearchPaper[];
  /** Number of candidates; one more than MAX_CANDIDATES if there are more */
  count: number;
  categories: ValueCount[];
  organizations: ValueCount[];
  years: ValueCount[];
  sample: boolean;
};

const countRow = z.object({ kind: z.string(), value: z.string().nullable(), count: integer });
const organizationRow = z.object({ id: z.string(), name: z.string(), fullname: z.string() });
const cardRow = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  publishedAt: instant,
  revisedAt: instantOrNull,
  day: z.string(),
  githubRepo: z.string().nullable(),
  githubStars: z.number().nullable(),
  authors: z.string().transform(splitNames),
  authorCount: z.number(),
  categories: jsonStrings,
  keywords: jsonStrings,
  sample: z.number(),
  organization: z.string().nullable(),
  organizationName: z.string().nullable(),
  upvotes: z.number(),
  comments: z.number(),
  submitter: z.string().nullable(),
  submitterName: z.string().nullable(),
});

/** Parses the rows of a search's steps: counts, cards, and names of organizations. */
export function readHits(
  [countRows = [], cardRows = [], organizationRows = []]: Row[][],
  searchTerms: SearchTerms,
): Hits {
  const counts = parseRows(countRow, countRows);
  const listCounts = (kind: string) =>
    counts.flatMap(({ value, count, ...row }) =>
      row.kind === kind && value ? [{ value, label: value, count }] : [],
    );
  const organizations = new Map(
    parseRows(organizationRow, organizationRows).map((one) => [one.id, one]),
  );
  const cards = parseRows(cardRow, cardRows);
  return {
    papers: cards.map(({ sample: _, ...paper }) => ({
      ...paper,
      excerpt: highlightExcerpt(plainText(paper.summary), searchTerms, MAX_EXCERPT_LENGTH),
    })),
    count: counts.find(({ kind }) => kind === "all")?.count ?? 0,
    categories: listCounts("category"),
    organizations: listCounts("organization").flatMap(({ value, count }) => {
      const known = organizations.get(value);
      return known ? [{ value: known.name, label: known.fullname, count }] : [];
    }),
    years: listCounts("year"),
    sample: cards.some(({ sample }) => sample === 1),
  };
}
