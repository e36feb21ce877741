import type { Feed, FeedPaper } from "@/features/feed/schema";

/** Hits a page for people. */
export const SEARCH_PAGE_SIZE = 20;

/**
 * The phrases to highlight: folded words in a row. Where `isPrefix` holds, the last word of a text may
 * be longer than the last word of the phrase.
 */
export type SearchTerms = { words: string[]; isPrefix: boolean }[];

/** A stretch of text; `marked` where it is what was searched for. */
export type Segment = { text: string; highlighted: boolean };

/** A hit: its card, and where what was searched for stands in it. */
export type SearchPaper = FeedPaper & { excerpt: Segment[] };

/** A value that hits have in common, and the query that asks for those alone. */
export type Facet = { value: string; label: string; count: number; query: string };

export type Sort = (typeof SORTS)[number];
export const SORTS = ["relevance", "new", "top", "trending"] as const;

/** The papers of a search, and what the page around them says. `total` is how many can be paged. */
export interface SearchResult extends Feed {
  papers: SearchPaper[];
  /** What was typed, cleaned */
  query: string;
  sort: Sort;
  /** How many match; `more` where counting ended there */
  found: { count: number; more: boolean };
  facets: { years: Facet[]; categories: Facet[]; organizations: Facet[] };
  /** By what to mark titles, see highlight.ts */
  searchTerms: SearchTerms;
  /** The query that was really searched, where what was typed finds nothing */
  corrected: string | null;
  /** Queries with words that are near what was typed */
  suggestions: string[];
  /** The id of a paper here that the query names */
  paper: string | null;
  /** What of the query was left aside, in sentences */
  notes: string[];
}
