import type { Day } from "@/lib/day";

export type DraftAuthor = {
  name: string;
  hidden: boolean;
  sourceId?: string | null;
  user?: string | null;
};
export type DraftOrganization = {
  id: string;
  name: string;
  fullname: string;
  avatar?: string | null;
};

/** How the day of an announcement is known, the surest first: arXiv said it, or it follows from the instant, or only from the date, of submission. */
export const ANNOUNCEMENT_BASES = ["announced", "submitted", "created"] as const;
export type Announcement = { day: Day; at: Date; by: (typeof ANNOUNCEMENT_BASES)[number] };

/** What stands on a day: what came with the paper when it was listed. */
export type DraftListing = {
  day: Day;
  listedAt: Date;
  upvotes: number;
  comments: number;
  submitterName?: string | null;
  submitterFullname?: string | null;
  thumbnail?: string | null;
  /** The whole entry, JSON */
  rawEntry: string;
};

/**
 * A paper as a source told it, checked and cleaned: what every source is parsed to. What a source
 * doesn't speak of is undefined and stays as it is known; null says that there is none.
 */
export type PaperDraft = {
  /** arXiv id without version, or `name:key` */
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  authors: DraftAuthor[];
  organization?: DraftOrganization | null;
  aiSummary?: string | null;
  aiSummaryModel?: string | null;
  keywords?: string[];
  githubRepo?: string | null;
  githubStars?: number | null;
  projectPage?: string | null;
  mediaUrls?: string[];
  discussionId?: string | null;
  /** The primary one first */
  categories?: string[];
  /** Of arXiv: its text then stands above what listings say. 0 where the source tells no number. */
  version?: number;
  revisedAt?: Date | null;
  withdrawn?: boolean;
  note?: string | null;
  journal?: string | null;
  doi?: string | null;
  pageUrl?: string | null;
  pdfUrl?: string | null;
  /** On which day arXiv announced it; a draft has this, a listing, or both. */
  announcement?: Announcement;
  /** The day it stands on, as the source said; of an archive paper none. */
  listing?: DraftListing;
  /** Tells of a change, but too little to make a paper of: skipped where there is none to change. */
  onlyUpdates?: boolean;
  /** SHA-256 of all that the source told */
  entryHash: string;
};

/**
 * What became of a draft: its paper or listing is new, was changed, or stood there already.
 * "unknown": it only updates, and there is no such paper.
 */
export type DraftOutcome = "created" | "updated" | "unchanged" | "unknown";

const NEW_STYLE = /^\d{4}\.\d{4,5}$/;
const OLD_STYLE = /^[a-z][a-z-]*(\.[A-Z]{2})?\/\d{7}$/;
/**
 * `acl:2026.long-12`: of a paper that is not on arXiv. The colon keeps it apart from pages' names;
 * the address of its Markdown ends in `.md`, so it doesn't.
 */
const OWN_STYLE =
  /^(?!.*(\.\.|\.[mM][dD]$))[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const isArxivId = (id: string): boolean => NEW_STYLE.test(id) || OLD_STYLE.test(id);

/** An arXiv id without its version (`2602.12670v2` → `2602.12670`), an id of our own, or null. */
export function parsePaperId(text: string): string | null {
  const id = text.replace(/v\d+$/, "");
  if (isArxivId(id)) return id;
  return OWN_STYLE.test(text) ? text : null;
}
