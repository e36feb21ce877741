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

/**
 * How the day of an announcement is known, the surest first: arXiv stated it, or it follows from
 * the instant of submission, or only from the date.
 */
export const ANNOUNCEMENT_BASES = ["announced", "submitted", "created"] as const;
export type Announcement = { day: Day; at: Date; by: (typeof ANNOUNCEMENT_BASES)[number] };

/** A paper's listing on a day, with what its source sent about it that day. */
export type DraftListing = {
  day: Day;
  listedAt: Date;
  upvotes: number;
  comments: number;
  submitterName?: string | null;
  submitterFullname?: string | null;
  thumbnail?: string | null;
  /** The whole entry as JSON; "{}" where the source only announced the paper */
  rawEntry: string;
};

/**
 * A paper as a source sent it, checked and cleaned. Every format is parsed to this type. A field
 * that the format doesn't have is undefined and keeps its stored value; null clears it.
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
  /** arXiv's version, 0 where the source gives no number. Once set, listings no longer change the text. */
  version?: number;
  revisedAt?: Date | null;
  withdrawn?: boolean;
  note?: string | null;
  journal?: string | null;
  doi?: string | null;
  pageUrl?: string | null;
  pdfUrl?: string | null;
  /** When arXiv announced it; a draft has this, a listing, or both */
  announcement?: Announcement;
  /** Its listing, if the source lists it; an archive paper has none */
  listing?: DraftListing;
  /** Whether it has too little to create a paper; skipped where there is none to update */
  onlyUpdates?: boolean;
  /** SHA-256 of everything that the source sent */
  entryHash: string;
};

/**
 * What became of a draft: its paper or listing was created, updated, or stored before.
 * "unknown": it only updates, and its paper is not stored.
 */
export type DraftOutcome = "created" | "updated" | "unchanged" | "unknown";

const NEW_STYLE = /^\d{4}\.\d{4,5}$/;
const OLD_STYLE = /^[a-z][a-z-]*(\.[A-Z]{2})?\/\d{7}$/;
/**
 * The id of a paper that is not on arXiv, `acl:2026.long-12`. The colon distinguishes it from the
 * names of pages. It can't end in `.md`, which the URL of a paper's Markdown adds.
 */
const OWN_STYLE =
  /^(?!.*(\.\.|\.[mM][dD]$))[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export const isArxivId = (id: string): boolean => NEW_STYLE.test(id) || OLD_STYLE.test(id);

/**
 * Parses an id: an arXiv id, without its version (`2602.12670v2` → `2602.12670`), or an id of this
 * site's own style. Returns null for anything else.
 */
export function parsePaperId(text: string): string | null {
  const id = text.replace(/v\d+$/, "");
  if (isArxivId(id)) return id;
  return OWN_STYLE.test(text) ? text : null;
}
