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

/** A paper on a day, as a source told it, checked and cleaned: what every source is parsed to. */
export type PaperDraft = {
  /** arXiv id without version */
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  authors: DraftAuthor[];
  organization?: DraftOrganization | null;
  aiSummary?: string | null;
  aiSummaryModel?: string | null;
  keywords: string[];
  githubRepo?: string | null;
  githubStars?: number | null;
  projectPage?: string | null;
  mediaUrls: string[];
  discussionId?: string | null;
  listing: {
    day: Day;
    listedAt: Date;
    upvotes: number;
    comments: number;
    submitterName?: string | null;
    submitterFullname?: string | null;
    thumbnail?: string | null;
    /** The whole entry, JSON */
    said: string;
    /** SHA-256 of `said` */
    saidHash: string;
  };
};

/** What became of a draft: its listing is new, was changed, or stood there already. */
export type Outcome = "created" | "updated" | "unchanged";

const NEW_STYLE = /^\d{4}\.\d{4,5}$/;
const OLD_STYLE = /^[a-z][a-z-]*(\.[A-Z]{2})?\/\d{7}$/;

/** An arXiv id without its version (`2602.12670v2` → `2602.12670`), or null. */
export function parsePaperId(text: string): string | null {
  const id = text.replace(/v\d+$/, "");
  return NEW_STYLE.test(id) || OLD_STYLE.test(id) ? id : null;
}
