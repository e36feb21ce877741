import type { Day, Period } from "@/lib/day";
import type { View } from "./view";

/** What a list shows of a paper. */
export type FeedPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  /** The listing's; of an archive paper the day it was announced */
  day: Day;
  /** When the newest version came, as far as is known */
  revisedAt: Date | null;
  upvotes: number;
  comments: number;
  githubRepo: string | null;
  githubStars: number | null;
  organization: string | null;
  /** Its handle, by which its page is addressed */
  organizationName: string | null;
  submitter: string | null;
  /** Their handle, by which their page is addressed */
  submitterName: string | null;
  /** All who are not hidden, in order */
  authors: string[];
  authorCount: number;
  /** The primary one first */
  categories: string[];
  keywords: string[];
};

/** The one value that page, mail, feeds and exports are printed from. */
export type Feed = {
  /** What it is a list of */
  view: View;
  /** Of a view that is a day, a week or a month */
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
export const MAX_TRENDING_PAGES = 20;
