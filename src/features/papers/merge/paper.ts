import type { Author, Paper } from "@/db/generated/client";
import { computeTrendingScore } from "@/features/papers/ranking";
import {
  ANNOUNCED_BY,
  type Announcement,
  type DraftAuthor,
  type DraftListing,
  type PaperDraft,
} from "@/features/papers/schema";
import { toUtcDay } from "@/lib/day";

/** What a listing says that only lists: a source without words of its own about it. */
export const EMPTY_ENTRY = "{}";

/** A listing without words of its own, on the day of an announcement. */
export const createAnnouncedListing = ({ day, at }: Announcement): DraftListing => ({
  day,
  listedAt: at,
  upvotes: 0,
  comments: 0,
  rawEntry: EMPTY_ENTRY,
});

/** Whether the draft is a listing with its source's own words: votes, submitter, whatever it sent. */
export const hasOwnEntry = ({ listing }: PaperDraft): boolean =>
  !!listing && listing.rawEntry !== EMPTY_ENTRY;

/** Which parts of a paper a draft tells anew. */
export type Precedence = {
  /** Title, summary and authors: arXiv's where it told them, else the newest listing's */
  text: boolean;
  /** All else that the draft speaks of: the newest listing's, and any other source's newest */
  facts: boolean;
};

/** The smaller, the surer. */
const ANNOUNCEMENT_CONFIDENCE: Record<string, number> = Object.fromEntries(
  ANNOUNCED_BY.map((by, at) => [by, at]),
);
const sureness = (by: string | null): number =>
  ANNOUNCEMENT_CONFIDENCE[by ?? ""] ?? ANNOUNCED_BY.length;

/** The announcement after a draft: the surer one, of equals the one that stands. */
export function mergeAnnouncement(
  known: Paper | undefined,
  told: Announcement | undefined,
): Pick<Paper, "announcedDay" | "announcementBasis"> {
  const stands = {
    announcedDay: known?.announcedDay ?? null,
    announcementBasis: known?.announcementBasis ?? null,
  };
  if (!told || sureness(told.by) >= sureness(stands.announcementBasis)) return stands;
  return { announcedDay: told.day, announcementBasis: told.by };
}

const revision = (paper: { revisedAt?: Date | null; publishedAt: Date }) =>
  toUtcDay(paper.revisedAt ?? paper.publishedAt);

/** By version where both sides number theirs, else by the day of the revision. */
function isNewer(known: Paper, draft: PaperDraft): boolean {
  if (known.version && draft.version) return draft.version >= known.version;
  return known.version === null || revision(draft) >= revision(known);
}

export function decidePrecedence(known: Paper | undefined, draft: PaperDraft): Precedence {
  if (!known) return { text: true, facts: true };
  if (!hasOwnEntry(draft)) {
    const newer = isNewer(known, draft);
    return { text: newer, facts: newer };
  }
  const newest = (draft.listing?.day ?? "") >= known.newestDay;
  return { text: newest && known.version === null, facts: newest };
}

/**
 * A paper's authors after a draft, in order: the names are of whoever tells the text, and what is
 * known of a name (an account, the wish to be hidden) stays with it.
 */
export function mergeAuthors(
  known: DraftAuthor[],
  draft: PaperDraft,
  text: boolean,
): DraftAuthor[] {
  const [names, marks] = text ? [draft.authors, known] : [known, draft.authors];
  if (hasOwnEntry(draft) && text) return names;
  const marked = new Map(marks.map((author) => [author.name, author]));
  return names.map((author) => ({ ...author, ...marked.get(author.name) }));
}

export const toAuthorRows = (
  { id: paperId, publishedAt }: Pick<Paper, "id" | "publishedAt">,
  authors: DraftAuthor[],
): Author[] =>
  authors.map(({ name, hidden, sourceId = null, user = null }, position) => ({
    paperId,
    position,
    name,
    hidden,
    sourceId,
    user,
    publishedAt,
  }));

/** What the draft says, what is known where it doesn't speak of it, or there is none. */
const told = <T>(said: T | undefined, known: T | undefined, none: T): T => said ?? known ?? none;

function factsOf(known: Paper | undefined, draft: PaperDraft) {
  const list = (said: string[] | undefined, before: string | undefined) =>
    said ? JSON.stringify(said) : (before ?? "[]");
  const kept = <T>(said: T | null | undefined, before: T | null | undefined): T | null =>
    said === undefined ? (before ?? null) : said;
  return {
    categories: list(draft.categories, known?.categories),
    keywords: list(draft.keywords, known?.keywords),
    mediaUrls: list(draft.mediaUrls, known?.mediaUrls),
    version:
      draft.version === undefined
        ? (known?.version ?? null)
        : Math.max(draft.version, known?.version ?? 0),
    revisedAt: kept(draft.revisedAt, known?.revisedAt),
    withdrawn: told(draft.withdrawn, known?.withdrawn, false),
    note: kept(draft.note, known?.note),
    journal: kept(draft.journal, known?.journal),
    doi: kept(draft.doi, known?.doi),
    pageUrl: kept(draft.pageUrl, known?.pageUrl),
    pdfUrl: kept(draft.pdfUrl, known?.pdfUrl),
    aiSummary: kept(draft.aiSummary, known?.aiSummary),
    aiSummaryModel: kept(draft.aiSummaryModel, known?.aiSummaryModel),
    githubRepo: kept(draft.githubRepo, known?.githubRepo),
    githubStars: kept(draft.githubStars, known?.githubStars),
    projectPage: kept(draft.projectPage, known?.projectPage),
    discussionId: kept(draft.discussionId, known?.discussionId),
    organizationId: kept(
      draft.organization === undefined ? undefined : (draft.organization?.id ?? null),
      known?.organizationId,
    ),
  };
}

/** Counts come with the newest listing that says any. */
function countsOf(known: Paper | undefined, draft: PaperDraft, facts: boolean) {
  const votes = known?.votes ?? 0;
  const counts = hasOwnEntry(draft) && facts ? draft.listing : undefined;
  const sourceUpvotes = counts?.upvotes ?? known?.sourceUpvotes ?? 0;
  return {
    votes,
    sourceUpvotes,
    upvotes: sourceUpvotes + votes,
    comments: counts?.comments ?? known?.comments ?? 0,
    newestDay: counts?.day ?? known?.newestDay ?? "",
  };
}

/** RSS and OAI-PMH tell no instant of submission, only a day near it; of a replacement not even that. */
const isExact = ({ announcement, onlyUpdates }: PaperDraft) =>
  !onlyUpdates && (!announcement || announcement.by === "submitted");

export type Merge = {
  /** Its authors after the draft */
  authors: DraftAuthor[];
  precedence: Precedence;
  /** Its first listing, or undefined for an archive paper */
  first: { day: string; listedAt: Date } | undefined;
  now: Date;
  sample: boolean;
};

/**
 * The paper after a draft. Its own day is that of its first listing, or of its announcement where
 * it has none, in whichever order they come; its votes are nobody's but ours.
 */
export function mergePaper(known: Paper | undefined, draft: PaperDraft, merge: Merge): Paper {
  const { authors, precedence, first, now, sample } = merge;
  const text = known && !precedence.text ? known : draft;
  const announced = mergeAnnouncement(known, draft.announcement);
  const isNew = announced.announcedDay === draft.announcement?.day && !known?.listed;
  const archive = isNew && draft.announcement ? draft.announcement : undefined;
  const merged = {
    id: draft.id,
    title: text.title,
    summary: text.summary,
    publishedAt:
      known && !(precedence.facts && isExact(draft)) ? known.publishedAt : draft.publishedAt,
    day: first?.day ?? archive?.day ?? known?.day ?? toUtcDay(draft.publishedAt),
    listedAt: first?.listedAt ?? archive?.at ?? known?.listedAt ?? draft.publishedAt,
    listed: first !== undefined,
    ...announced,
    ...countsOf(known, draft, precedence.facts),
    authorCount: authors.length,
    authorNames: authors.flatMap(({ name, hidden }) => (hidden ? [] : [name])).join("\n"),
    ...factsOf(known, precedence.facts ? draft : emptyOf(draft)),
    sample,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  return { ...merged, score: computeTrendingScore(merged) };
}

/** A draft that tells nothing anew. */
const emptyOf = ({
  id,
  title,
  summary,
  publishedAt,
  authors,
  entryHash,
}: PaperDraft): PaperDraft => ({
  id,
  title,
  summary,
  publishedAt,
  authors,
  entryHash,
});
