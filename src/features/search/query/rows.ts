import { z } from "zod";
import type { Row } from "@/db/read-worker";
import { highlightExcerpt } from "@/features/search/highlight/highlight";
import type { SearchPaper, SearchTerms } from "@/features/search/schema";
import { plainText } from "@/lib/markup/markup";

const EXCERPT = 300;

export type ValueCount = { value: string; label: string; count: number };

/** What the statements of a search answer, read. */
export type Hits = {
  papers: SearchPaper[];
  /** Candidates, one more than are ranked where there are more */
  count: number;
  categories: ValueCount[];
  organizations: ValueCount[];
  years: ValueCount[];
  sample: boolean;
};

const counted = z.object({ kind: z.string(), value: z.string().nullable(), count: z.number() });
const organization = z.object({ id: z.string(), name: z.string(), fullname: z.string() });
const texts = (text: string) => z.array(z.string()).parse(JSON.parse(text));
const instant = (text: string) => new Date(text);
const card = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  publishedAt: z.string().transform(instant),
  revisedAt: z
    .string()
    .nullable()
    .transform((text) => (text ? instant(text) : null)),
  day: z.string(),
  githubRepo: z.string().nullable(),
  githubStars: z.number().nullable(),
  authors: z.string().transform((names) => (names ? names.split("\n") : [])),
  authorCount: z.number(),
  categories: z.string().transform(texts),
  keywords: z.string().transform(texts),
  sample: z.number(),
  organization: z.string().nullable(),
  organizationName: z.string().nullable(),
  upvotes: z.number(),
  comments: z.number(),
  submitter: z.string().nullable(),
  submitterName: z.string().nullable(),
});

/** Reads what a search's steps answered: counts, cards, names of organisations. */
export function readHits(
  [counts = [], cards = [], names = []]: Row[][],
  wanted: SearchTerms,
): Hits {
  const rows = counts.map((row) => counted.parse(row)).filter(({ kind }) => kind !== "paper");
  const organizations = new Map(
    names.map((row) => organization.parse(row)).map((one) => [one.id, one]),
  );
  const ofKind = (kind: string) =>
    rows.flatMap(({ kind: its, value, count }) =>
      its === kind && value ? [{ value, label: value, count }] : [],
    );
  const read = z.array(card).parse(cards);
  return {
    papers: read.map(({ sample: _, ...paper }) => ({
      ...paper,
      excerpt: highlightExcerpt(plainText(paper.summary), wanted, EXCERPT),
    })),
    count: rows.find(({ kind }) => kind === "all")?.count ?? 0,
    categories: ofKind("category"),
    organizations: ofKind("organization").flatMap(({ value, count }) => {
      const known = organizations.get(value);
      return known ? [{ value: known.name, label: known.fullname, count }] : [];
    }),
    years: ofKind("year"),
    sample: read.some(({ sample }) => sample === 1),
  };
}
