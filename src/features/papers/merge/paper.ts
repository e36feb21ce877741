import type { Author, Paper } from "@/db/generated/client";
import { computeTrendingScore } from "@/features/papers/ranking";
import type { DraftAuthor, PaperDraft } from "@/features/papers/schema";
import { type Day, toUtcDay } from "@/lib/day";
import { mergeAnnouncement } from "./announcement";
import { hasOwnEntry } from "./listing";

/** Which parts of the stored paper a draft replaces. */
export type Precedence = {
  /** Title, summary and authors: arXiv's where it sent them, else the newest listing's */
  takesText: boolean;
  /** All other fields that the draft contains: the newest listing's, or another source's newest */
  takesFacts: boolean;
};

const getRevisionDay = (paper: { revisedAt?: Date | null; publishedAt: Date }): Day =>
  toUtcDay(paper.revisedAt ?? paper.publishedAt);

/** Compares versions where both sides have a version number, else the days of the revisions. */
function isAtLeastAsNew(draft: PaperDraft, known: Paper): boolean {
  if (known.version && draft.version) return draft.version >= known.version;
  return known.version === null || getRevisionDay(draft) >= getRevisionDay(known);
}

/** Decides which parts of the stored paper a draft replaces; all of them where none is stored. */
export function decidePrecedence(known: Paper | undefined, draft: PaperDraft): Precedence {
  if (!known) return { takesText: true, takesFacts: true };
  if (!hasOwnEntry(draft)) {
    const isNewer = isAtLeastAsNew(draft, known);
    return { takesText: isNewer, takesFacts: isNewer };
  }
  const isNewestListing = (draft.listing?.day ?? "") >= known.newestDay;
  const hasArxivText = known.version !== null;
  return { takesText: isNewestListing && !hasArxivText, takesFacts: isNewestListing };
}

/**
 * Returns a paper's authors after a draft, in order. The names come from the side whose text is
 * used; the other side adds its details of that name (an account, the wish to be hidden).
 */
export function mergeAuthors(
  known: DraftAuthor[],
  draft: PaperDraft,
  takesText: boolean,
): DraftAuthor[] {
  if (takesText && hasOwnEntry(draft)) return draft.authors;
  const [names, details] = takesText ? [draft.authors, known] : [known, draft.authors];
  const byName = new Map(details.map((author) => [author.name, author]));
  return names.map((author) => ({ ...author, ...byName.get(author.name) }));
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

/** Takes the drafted value; undefined keeps the stored one, null clears it. */
const mergeField = <T>(drafted: T | null | undefined, stored: T | null | undefined): T | null =>
  drafted === undefined ? (stored ?? null) : drafted;

/** As mergeField, for a list that is stored as JSON. */
const mergeList = (drafted: string[] | undefined, stored: string | undefined): string =>
  drafted ? JSON.stringify(drafted) : (stored ?? "[]");

/** The newest version that any source sent; null until a source of arXiv's records sends one. */
const mergeVersion = (drafted: number | undefined, stored: number | null): number | null =>
  drafted === undefined ? stored : Math.max(drafted, stored ?? 0);

/** Merges the fields that a draft may leave out. Pass an empty draft to keep all stored ones. */
function mergeFacts(known: Paper | undefined, draft: Partial<PaperDraft>) {
  const { organization } = draft;
  return {
    categories: mergeList(draft.categories, known?.categories),
    keywords: mergeList(draft.keywords, known?.keywords),
    mediaUrls: mergeList(draft.mediaUrls, known?.mediaUrls),
    version: mergeVersion(draft.version, known?.version ?? null),
    revisedAt: mergeField(draft.revisedAt, known?.revisedAt),
    withdrawn: draft.withdrawn ?? known?.withdrawn ?? false,
    note: mergeField(draft.note, known?.note),
    journal: mergeField(draft.journal, known?.journal),
    doi: mergeField(draft.doi, known?.doi),
    pageUrl: mergeField(draft.pageUrl, known?.pageUrl),
    pdfUrl: mergeField(draft.pdfUrl, known?.pdfUrl),
    aiSummary: mergeField(draft.aiSummary, known?.aiSummary),
    aiSummaryModel: mergeField(draft.aiSummaryModel, known?.aiSummaryModel),
    githubRepo: mergeField(draft.githubRepo, known?.githubRepo),
    githubStars: mergeField(draft.githubStars, known?.githubStars),
    projectPage: mergeField(draft.projectPage, known?.projectPage),
    discussionId: mergeField(draft.discussionId, known?.discussionId),
    organizationId: mergeField(
      organization === undefined ? undefined : (organization?.id ?? null),
      known?.organizationId,
    ),
  };
}

/** Merges the counts: the source's come from the newest listing with an own entry. */
function mergeCounts(known: Paper | undefined, draft: PaperDraft, { takesFacts }: Precedence) {
  const listing = takesFacts && hasOwnEntry(draft) ? draft.listing : undefined;
  const votes = known?.votes ?? 0;
  const sourceUpvotes = listing?.upvotes ?? known?.sourceUpvotes ?? 0;
  return {
    votes,
    sourceUpvotes,
    upvotes: sourceUpvotes + votes,
    comments: listing?.comments ?? known?.comments ?? 0,
    newestDay: listing?.day ?? known?.newestDay ?? "",
  };
}

/**
 * Whether the draft's `publishedAt` is the instant of submission. RSS and OAI-PMH only give a day
 * near it, and of a replacement not even that.
 */
const hasExactPublication = ({ announcement, onlyUpdates }: PaperDraft): boolean =>
  !onlyUpdates && (!announcement || announcement.by === "submitted");

export type MergeContext = {
  /** The paper's authors after the draft */
  authors: DraftAuthor[];
  precedence: Precedence;
  /** Its first listing after the draft; undefined for an archive paper */
  firstListing: { day: Day; listedAt: Date } | undefined;
  now: Date;
  sample: boolean;
};

/**
 * Returns the paper after a draft. Its day is that of its first listing, or of its announcement
 * where it has no listing, in whichever order they arrive. No source changes the votes cast here.
 */
export function mergePaper(
  known: Paper | undefined,
  draft: PaperDraft,
  { authors, precedence, firstListing, now, sample }: MergeContext,
): Paper {
  const text = known && !precedence.takesText ? known : draft;
  const announcement = mergeAnnouncement(known, draft.announcement);
  // An archive paper is dated by its announcement; once listed, only its listings date it.
  const isAnnouncementNews =
    announcement.announcedDay === draft.announcement?.day && !known?.listed;
  const announced = isAnnouncementNews ? draft.announcement : undefined;
  const takesPublication = !known || (precedence.takesFacts && hasExactPublication(draft));
  const merged = {
    id: draft.id,
    title: text.title,
    summary: text.summary,
    publishedAt: takesPublication ? draft.publishedAt : known.publishedAt,
    day: firstListing?.day ?? announced?.day ?? known?.day ?? toUtcDay(draft.publishedAt),
    listedAt: firstListing?.listedAt ?? announced?.at ?? known?.listedAt ?? draft.publishedAt,
    listed: firstListing !== undefined,
    ...announcement,
    ...mergeCounts(known, draft, precedence),
    authorCount: authors.length,
    authorNames: authors
      .filter(({ hidden }) => !hidden)
      .map(({ name }) => name)
      .join("\n"),
    ...mergeFacts(known, precedence.takesFacts ? draft : {}),
    sample,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  return { ...merged, score: computeTrendingScore(merged) };
}
