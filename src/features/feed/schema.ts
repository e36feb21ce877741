import type { Day, Period } from "@/lib/day";
import type { View } from "./view";

/** A paper as the card of a list. */
export type FeedPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  /** The day of its listing; of an archive paper the day of its announcement */
  day: Day;
  /** The instant of the newest known version */
  revisedAt: Date | null;
  upvotes: number;
  comments: number;
  githubRepo: string | null;
  githubStars: number | null;
  organization: string | null;
  /** Its handle, which is part of the address of its page */
  organizationName: string | null;
  submitter: string | null;
  /** Their handle, which is part of the address of their page */
  submitterName: string | null;
  /** In order, without the hidden ones */
  authors: string[];
  authorCount: number;
  /** The primary one first */
  categories: string[];
  keywords: string[];
};

/** A list of papers: pages, feeds and exports are rendered from it. */
export type Feed = {
  view: View;
  /** Null if the view is not a period */
  period: Period | null;
  papers: FeedPaper[];
  /** Counted from 0 */
  page: number;
  pages: number;
  total: number;
  /** The nearest earlier and later periods that have papers */
  previous: Period | null;
  next: Period | null;
  /** Whether they are the sample papers that come with the software */
  sample: boolean;
};

export const PAGE_SIZE = 50;
/** Papers on later pages don't trend, and the database would step over all rows before them. */
export const MAX_TRENDING_PAGES = 20;
