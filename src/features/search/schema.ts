import type { Feed, FeedPaper } from "@/features/feed/schema";

/** Hits per page of the site. */
export const SEARCH_PAGE_SIZE = 20;

/**
 * The phrases to highlight, each as folded words in a row. With `isPrefix` the last word may be the
 * beginning of a longer word in the text.
 */
export type SearchTerms = { words: string[]; isPrefix: boolean }[];

/** A part of a text; `highlighted` if it matches the search. */
export type Segment = { text: string; highlighted: boolean };

/** A hit: its card, and the part of its abstract that matches best. */
export type SearchPaper = FeedPaper & { excerpt: Segment[] };

/** A value that hits have in common, and the query for the hits with this value alone. */
export type Facet = { value: string; label: string; count: number; query: string };

export const SORTS = ["relevance", "new", "top", "trending"] as const;
export type Sort = (typeof SORTS)[number];

/** One page of hits with what the search page shows around them. `total` counts the hits on all pages. */
export interface SearchResult extends Feed {
  papers: SearchPaper[];
  /** The normalized query */
  query: string;
  sort: Sort;
  /** The number of matches, counted up to a limit; `more` if there are more than counted */
  matches: { count: number; more: boolean };
  facets: { years: Facet[]; categories: Facet[]; organizations: Facet[] };
  /** The phrases to highlight in titles */
  searchTerms: SearchTerms;
  /** The query that was searched instead, because the typed one has no hits */
  corrected: string | null;
  /** Queries with similar words */
  suggestions: string[];
  /** The id of a paper of this site that the query names */
  paper: string | null;
  /** Sentences on the parts of the query that were ignored */
  notes: string[];
}
