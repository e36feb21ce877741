import type {
  Author,
  Listing,
  Organization,
  Paper,
  PaperCategory,
  SourceRecord,
} from "@/db/generated/client";
import { jsonStrings } from "@/db/stored";
import type { DraftListing, DraftOutcome, PaperDraft } from "@/features/papers/schema";
import type { Day } from "@/lib/day";
import { hasOwnEntry, placeListing, type StoredListing } from "./listing";
import { decidePrecedence, mergeAuthors, mergePaper, toAuthorRows } from "./paper";

export type StoredRecord = Pick<SourceRecord, "paperId" | "day" | "entryHash" | "firstSeenAt">;

/** The stored rows of all papers that some drafts are about. */
export type Known = {
  papers: Paper[];
  listings: StoredListing[];
  /** Of the one source that the drafts come from */
  records: StoredRecord[];
  /** In order of their position */
  authors: Author[];
};

/** The stored rows of one paper. */
export type KnownPaper = {
  paper: Paper | undefined;
  listings: StoredListing[];
  /** Of the one source that the drafts come from */
  records: StoredRecord[];
  /** In order of their position */
  authors: Author[];
};

/** Where drafts come from. */
export type Origin = {
  now: Date;
  /** Whether they are the shipped sample */
  sample: boolean;
  /** As SOURCES names it, or the format of what was posted */
  source: string;
};

/** The rows that one paper's drafts add, change and remove. */
export type PaperRows = {
  /** For each draft, in order */
  results: { outcome: DraftOutcome; organization: Organization | null }[];
  /** null where no draft changes the paper */
  paper: Paper | null;
  listings: Listing[];
  /** Days whose stored listing is removed, before `listings` are written */
  leftDays: Day[];
  /** All of its authors and categories; null where they stay as they are stored */
  contents: { authors: Author[]; categories: PaperCategory[] } | null;
  records: SourceRecord[];
};

/** The rows that store a batch of drafts, and what became of each draft, in order. */
export type Plan = {
  outcomes: DraftOutcome[];
  papers: Paper[];
  listings: Listing[];
  /** Listings to remove, before `listings` are written */
  removedListings: { paperId: string; day: Day }[];
  /** Papers whose stored authors and categories are replaced by `authors` and `categories` */
  rewrittenPaperIds: string[];
  authors: Author[];
  categories: PaperCategory[];
  organizations: Organization[];
  records: SourceRecord[];
};

/** Returns the day under which a source's record of a paper is stored; "" where it names no day. */
export const toRecordDay = ({ listing, announcement }: PaperDraft): string =>
  listing?.day ?? announcement?.day ?? "";

/** Returns the record to store, or null where the source sent the same for this day before. */
function buildRecord(
  { id: paperId, entryHash }: PaperDraft,
  day: string,
  stored: StoredRecord[],
  { source, now }: Origin,
): SourceRecord | null {
  const before = stored.find((record) => record.day === day);
  if (before?.entryHash === entryHash) return null;
  return { source, paperId, day, entryHash, firstSeenAt: before?.firstSeenAt ?? now };
}

const toListingRow = (
  { day, listedAt, upvotes, comments, rawEntry, ...listing }: DraftListing,
  { id: paperId, entryHash }: PaperDraft,
  { publishedAt, votes }: Paper,
): Listing => ({
  paperId,
  day,
  listedAt,
  publishedAt,
  sourceUpvotes: upvotes,
  upvotes: upvotes + votes,
  comments,
  submitterName: listing.submitterName ?? null,
  submitterFullname: listing.submitterFullname ?? null,
  thumbnail: listing.thumbnail ?? null,
  rawEntry,
  rawEntryHash: entryHash,
});

const toCategoryRows = ({ id: paperId, publishedAt, categories }: Paper): PaperCategory[] =>
  jsonStrings
    .parse(categories)
    .map((category, position) => ({ paperId, category, position, publishedAt }));

const toOrganizationRow = ({ organization }: PaperDraft): Organization | null =>
  organization ? { ...organization, avatar: organization.avatar ?? null } : null;

const findFirstListing = (listings: StoredListing[]): StoredListing | undefined =>
  listings.toSorted((one, other) => (one.day < other.day ? -1 : 1))[0];

/** What one draft changes of its paper. */
type DraftChange = {
  outcome: DraftOutcome;
  /** The stored rows of the paper after the draft */
  after: KnownPaper;
  record: SourceRecord | null;
  /** null where the paper and its listings stay as they are stored */
  rows: {
    paper: Paper;
    listing: Listing | null;
    leftDay: Day | undefined;
    contents: PaperRows["contents"];
    organization: Organization | null;
  } | null;
};

/** Merges one draft into the stored rows of its paper. */
function mergeDraft(known: KnownPaper, draft: PaperDraft, origin: Origin): DraftChange {
  const before = known.paper;
  if (!before && draft.onlyUpdates) {
    return { outcome: "unknown", after: known, record: null, rows: null };
  }

  const recordDay = toRecordDay(draft);
  const record = buildRecord(draft, recordDay, known.records, origin);
  const records = record
    ? [...known.records.filter(({ day }) => day !== recordDay), record]
    : known.records;

  const { listing, leftDay } = placeListing(draft, before, known.listings);
  const replaced = known.listings.find(({ day }) => day === listing?.day);
  // A listing with an own entry is compared by its hash; any other by what this source sent before.
  const isStored = hasOwnEntry(draft)
    ? replaced?.rawEntryHash === draft.entryHash
    : !record && !leftDay && (!listing || replaced !== undefined);
  if (before && isStored) {
    return { outcome: "unchanged", after: { ...known, records }, record, rows: null };
  }

  const listings = known.listings.filter(({ day }) => day !== listing?.day && day !== leftDay);
  if (listing) listings.push({ ...listing, paperId: draft.id, rawEntryHash: draft.entryHash });

  const precedence = decidePrecedence(before, draft);
  const takesContents = precedence.takesText || precedence.takesFacts;
  const authors = takesContents
    ? mergeAuthors(known.authors, draft, precedence.takesText)
    : known.authors;
  const paper = mergePaper(before, draft, {
    authors,
    precedence,
    firstListing: findFirstListing(listings),
    now: origin.now,
    sample: origin.sample,
  });
  const authorRows = takesContents ? toAuthorRows(paper, authors) : known.authors;
  return {
    outcome: before && (replaced || leftDay || !listing) ? "updated" : "created",
    after: { paper, listings, records, authors: authorRows },
    record,
    rows: {
      paper,
      listing: listing ? toListingRow(listing, draft, paper) : null,
      leftDay,
      contents: takesContents ? { authors: authorRows, categories: toCategoryRows(paper) } : null,
      organization: takesContents ? toOrganizationRow(draft) : null,
    },
  };
}

/** Merges a paper's drafts into its stored rows, one after the other in the order they arrived. */
function mergeOne(known: KnownPaper, drafts: PaperDraft[], origin: Origin): PaperRows {
  const results: PaperRows["results"] = [];
  const listings = new Map<Day, Listing>();
  const leftDays = new Set<Day>();
  const records = new Map<string, SourceRecord>();
  let paper: Paper | null = null;
  let contents: PaperRows["contents"] = null;
  let current = known;
  for (const draft of drafts) {
    const { outcome, after, record, rows } = mergeDraft(current, draft, origin);
    current = after;
    results.push({ outcome, organization: rows?.organization ?? null });
    if (record) records.set(record.day, record);
    if (!rows) continue;
    paper = rows.paper;
    contents = rows.contents ?? contents;
    if (rows.leftDay) {
      leftDays.add(rows.leftDay);
      listings.delete(rows.leftDay);
    }
    if (rows.listing) listings.set(rows.listing.day, rows.listing);
  }
  return {
    results,
    paper,
    listings: [...listings.values()],
    leftDays: [...leftDays],
    contents,
    records: [...records.values()],
  };
}

function groupByPaper<Row>(rows: Row[], getPaperId: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(getPaperId(row));
    if (group) group.push(row);
    else groups.set(getPaperId(row), [row]);
  }
  return groups;
}

const getPaperId = ({ paperId }: { paperId: string }): string => paperId;

/** Plans the rows that store a batch of drafts. The drafts are in the order they arrived. */
export function plan(known: Known, drafts: PaperDraft[], origin: Origin): Plan {
  const papers = new Map(known.papers.map((paper) => [paper.id, paper]));
  const listings = groupByPaper(known.listings, getPaperId);
  const records = groupByPaper(known.records, getPaperId);
  const authors = groupByPaper(known.authors, getPaperId);
  const draftsByPaper = groupByPaper([...drafts.entries()], ([, { id }]) => id);

  const results: PaperRows["results"] = [];
  const writes: PaperRows[] = [];
  const removedListings: Plan["removedListings"] = [];
  const rewrittenPaperIds: string[] = [];
  for (const [paperId, numbered] of draftsByPaper) {
    const knownPaper = {
      paper: papers.get(paperId),
      listings: listings.get(paperId) ?? [],
      records: records.get(paperId) ?? [],
      authors: authors.get(paperId) ?? [],
    };
    const rows = mergeOne(
      knownPaper,
      numbered.map(([, draft]) => draft),
      origin,
    );
    writes.push(rows);
    removedListings.push(...rows.leftDays.map((day) => ({ paperId, day })));
    if (rows.contents) rewrittenPaperIds.push(paperId);
    for (const [at, result] of rows.results.entries()) {
      const [index] = numbered[at] ?? [];
      if (index !== undefined) results[index] = result;
    }
  }

  // Several papers may be of one organization: the draft that arrived last names it.
  const organizations = new Map(
    results.flatMap(({ organization }) => (organization ? [[organization.id, organization]] : [])),
  );
  return {
    outcomes: results.map(({ outcome }) => outcome),
    papers: writes.flatMap(({ paper }) => paper ?? []),
    listings: writes.flatMap((rows) => rows.listings),
    removedListings,
    rewrittenPaperIds,
    authors: writes.flatMap(({ contents }) => contents?.authors ?? []),
    categories: writes.flatMap(({ contents }) => contents?.categories ?? []),
    organizations: [...organizations.values()],
    records: writes.flatMap((rows) => rows.records),
  };
}
