import type {
  Author,
  Listing,
  Organization,
  Paper,
  PaperCategory,
  SourceRecord,
} from "@/db/generated/client";
import type { DraftOutcome, PaperDraft } from "@/features/papers/schema";
import {
  createAnnouncedListing,
  decidePrecedence,
  EMPTY_ENTRY,
  hasOwnEntry,
  mergeAnnouncement,
  mergeAuthors,
  mergePaper,
  toAuthorRows,
} from "./paper";

/** What the store holds of the papers that some drafts speak of. */
export type Known = {
  papers: Paper[];
  listings: (Pick<Listing, "paperId" | "day" | "listedAt" | "rawEntryHash"> & {
    rawEntry: string;
  })[];
  /** Of the one source that the drafts come from */
  records: Pick<SourceRecord, "paperId" | "day" | "entryHash" | "firstSeenAt">[];
  /** In order */
  authors: Author[];
};

/** The rows that bring the store up to the drafts, and what became of each draft, in order. */
export type Plan = {
  outcomes: DraftOutcome[];
  papers: Paper[];
  listings: Listing[];
  /** Listings that stood on a day which is now better known */
  moved: { paperId: string; day: string }[];
  /** The papers whose text or facts change, */
  retold: string[];
  /** and all their authors and categories */
  authors: Author[];
  categories: PaperCategory[];
  organizations: Organization[];
  records: SourceRecord[];
};

export type Origin = {
  now: Date;
  /** The shipped sample */
  sample: boolean;
  /** As SOURCES names it, or the format of what was posted */
  source: string;
};

/** The day under which a source's record of a paper stands: a paper may be listed on several. */
export const recordDay = ({ listing, announcement }: PaperDraft): string =>
  listing?.day ?? announcement?.day ?? "";

const key = (paperId: string, day: string) => `${day} ${paperId}`;

function grouped<T extends { paperId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.paperId);
    if (group) group.push(row);
    else groups.set(row.paperId, [row]);
  }
  return groups;
}

function toListing(draft: PaperDraft, paper: Paper): Listing[] {
  if (!draft.listing) return [];
  const { upvotes, submitterName, submitterFullname, thumbnail, ...same } = draft.listing;
  const listing = {
    ...same,
    rawEntryHash: draft.entryHash,
    paperId: draft.id,
    publishedAt: paper.publishedAt,
    sourceUpvotes: upvotes,
    upvotes: upvotes + paper.votes,
    submitterName: submitterName ?? null,
    submitterFullname: submitterFullname ?? null,
    thumbnail: thumbnail ?? null,
  };
  return [listing];
}

const toCategories = ({ id, publishedAt, categories }: Paper): PaperCategory[] =>
  (JSON.parse(categories) as string[]).map((category, position) => ({
    paperId: id,
    category,
    position,
    publishedAt,
  }));

type Stands = Pick<Listing, "day" | "listedAt" | "rawEntryHash"> & { rawEntry: string };

/** A bare listing on another day than the surest announcement: it moves there, whoever told that. */
function misplaced(draft: PaperDraft, known: Paper | undefined, stands: Stands[]): Stands | null {
  if (hasOwnEntry(draft) || !draft.announcement) return null;
  const { announcedDay } = mergeAnnouncement(known, draft.announcement);
  return (
    stands.find(({ day, rawEntry }) => rawEntry === EMPTY_ENTRY && day !== announcedDay) ?? null
  );
}

/**
 * The draft as it fits what stands: a listing that only lists goes by the surest announcement,
 * and gives way to one with words of its own.
 */
function fit(
  draft: PaperDraft,
  known: Paper | undefined,
  stands: Stands[],
  moves: boolean,
): PaperDraft {
  const { announcement } = draft;
  const listing =
    draft.listing ?? (moves && announcement ? createAnnouncedListing(announcement) : undefined);
  if (!listing || hasOwnEntry(draft)) return draft;
  const { announcedDay } = mergeAnnouncement(known, announcement);
  const day = announcedDay ?? listing.day;
  const there = stands.find((standing) => standing.day === day);
  if (there && there.rawEntry !== EMPTY_ENTRY) return { ...draft, listing: undefined };
  return { ...draft, listing: { ...listing, day, listedAt: there?.listedAt ?? listing.listedAt } };
}

const earliest = (stands: Stands[]) =>
  stands.reduce<Stands | undefined>(
    (first, one) => (first && first.day <= one.day ? first : one),
    undefined,
  );

/** Works out all writes of a batch at once; the order of drafts is the order of their arrival. */
export function plan(known: Known, drafts: PaperDraft[], origin: Origin): Plan {
  const { now, sample, source } = origin;
  const stored = new Map(known.papers.map((paper) => [paper.id, paper]));
  const standing = grouped<Stands & { paperId: string }>(known.listings) as Map<string, Stands[]>;
  const recorded = new Map(known.records.map((row) => [key(row.paperId, row.day), row]));
  const writers = grouped(known.authors);
  const papers = new Map<string, Paper>();
  const listings = new Map<string, Listing>();
  const moved: Plan["moved"] = [];
  const authors = new Map<string, Author[]>();
  const categories = new Map<string, PaperCategory[]>();
  const organizations = new Map<string, Organization>();
  const records = new Map<string, SourceRecord>();

  /** Notes what the source said; answers whether it said the same before. */
  function record(draft: PaperDraft): boolean {
    const day = recordDay(draft);
    const at = key(draft.id, day);
    const before = recorded.get(at);
    if (before?.entryHash === draft.entryHash) return true;
    const { id: paperId, entryHash } = draft;
    const row = { source, paperId, day, entryHash, firstSeenAt: before?.firstSeenAt ?? now };
    recorded.set(at, row);
    records.set(at, row);
    return false;
  }

  const outcomes = drafts.map((sent): DraftOutcome => {
    const { id } = sent;
    const before = papers.get(id) ?? stored.get(id);
    if (!before && sent.onlyUpdates) return "unknown";
    const stands = standing.get(id) ?? [];
    const left = misplaced(sent, before, stands)?.day;
    const draft = fit(sent, before, stands, left !== undefined);
    const { listing, organization } = draft;
    const there = stands.find(({ day }) => day === listing?.day);
    const same = record(sent);
    const isUnchanged = hasOwnEntry(draft)
      ? there?.rawEntryHash === draft.entryHash
      : same && !left && (!listing || there);
    if (before && isUnchanged) return "unchanged";

    const days = stands.filter(({ day }) => day !== listing?.day && day !== left);
    if (left) moved.push({ paperId: id, day: left });
    if (listing) days.push({ ...listing, rawEntryHash: draft.entryHash });
    standing.set(id, days);

    const precedence = decidePrecedence(before, draft);
    const names =
      before && !precedence.text && !precedence.facts
        ? (writers.get(id) ?? [])
        : mergeAuthors(writers.get(id) ?? [], draft, precedence.text);
    const paper = mergePaper(before, draft, {
      authors: names,
      precedence,
      first: earliest(days),
      now,
      sample,
    });
    papers.set(id, paper);
    for (const row of toListing(draft, paper)) listings.set(key(id, row.day), row);
    if (precedence.text || precedence.facts) {
      const rows = toAuthorRows(paper, names);
      authors.set(id, rows);
      writers.set(id, rows);
      categories.set(id, toCategories(paper));
      if (organization)
        organizations.set(organization.id, {
          ...organization,
          avatar: organization.avatar ?? null,
        });
    }
    return before && (there || left || !listing) ? "updated" : "created";
  });

  return {
    outcomes,
    papers: [...papers.values()],
    listings: [...listings.values()],
    moved,
    retold: [...authors.keys()],
    authors: [...authors.values()].flat(),
    categories: [...categories.values()].flat(),
    organizations: [...organizations.values()],
    records: [...records.values()],
  };
}
