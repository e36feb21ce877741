import type { Day, Period } from "@/lib/day";

/** What a list shows of a paper. */
export type FeedPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  day: Day;
  upvotes: number;
  comments: number;
  githubRepo: string | null;
  githubStars: number | null;
  organization: string | null;
  submitter: string | null;
  /** The first few, in order */
  authors: string[];
  authorCount: number;
};

/** The one value that page, mail and later JSON and RSS are printed from. */
export type Feed = {
  /** null: trending, which has no period */
  period: Period | null;
  papers: FeedPaper[];
  /** From 0 */
  page: number;
  pages: number;
  total: number;
  /** The neighbouring periods that have papers */
  previous: Period | null;
  next: Period | null;
  /** The papers are the shipped sample */
  sample: boolean;
};

export const PAGE_SIZE = 50;
/** Trending goes no deeper: what stands beyond is no trend, and skipping rows costs. */
export const TRENDING_PAGES = 20;
