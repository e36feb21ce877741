import { computeCoverVersion } from "@/features/papers/cover/draw";
import { toOneLine } from "@/lib/text/text";
import type { ApiEntry, ApiPaper, ApiPaperDetail } from "./entry-schema";
import { type ApiSite, buildSubmitter, placeholderId } from "./placeholders";
import {
  preferSourceText,
  type SourceAuthor,
  type SourceEntry,
  toCanonicalInstant,
} from "./source-entry";

/** The columns of a paper that an entry is built from. */
export type EntryPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  upvotes: number;
  comments: number;
  aiSummary: string | null;
  aiSummaryModel: string | null;
  keywords: string[];
  githubRepo: string | null;
  githubStars: number | null;
  projectPage: string | null;
  mediaUrls: string[];
  discussionId: string | null;
  organization: { id: string; name: string; fullname: string; avatar: string | null } | null;
  /** In order, the hidden ones too */
  authors: { name: string; hidden: boolean; sourceId: string | null }[];
};

/** The columns of the listing that an entry is built from; null for an archive paper, which has none. */
export type EntryListing = {
  day: string;
  listedAt: Date;
  upvotes: number;
  comments: number;
  submitterName: string | null;
  submitterFullname: string | null;
  thumbnail: string | null;
  sourceEntry: SourceEntry;
} | null;

/** Undefined is left out of JSON, and so is an empty list. */
const undefinedIfEmpty = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

/**
 * Returns the source's authors while their names are those of the paper. Otherwise returns the paper's
 * authors, each with the fields that the source sent for this name.
 */
function chooseAuthors(paper: EntryPaper, sourceAuthors: SourceAuthor[] = []) {
  const sourceNames = sourceAuthors.map(({ name }) => toOneLine(name)).filter(Boolean);
  const names = paper.authors.map(({ name }) => name);
  if (sourceAuthors.length > 0 && sourceNames.join("\n") === names.join("\n")) {
    return sourceAuthors;
  }
  const byName = new Map(sourceAuthors.map((author) => [toOneLine(author.name), author]));
  return paper.authors.map(({ name, hidden, sourceId }, position) => ({
    _id: sourceId ?? placeholderId("author", paper.id, String(position)),
    name,
    hidden,
    ...byName.get(name),
  }));
}

const toApiOrganization = ({ organization }: EntryPaper) =>
  organization
    ? {
        _id: organization.id,
        name: organization.name,
        fullname: organization.fullname,
        avatar: organization.avatar ?? undefined,
      }
    : undefined;

/** Builds the optional fields from the paper's columns, for a listing without an entry of its own. */
const buildPaperFields = (paper: EntryPaper) => ({
  ai_summary: paper.aiSummary ?? undefined,
  ai_summary_model: paper.aiSummaryModel ?? undefined,
  ai_keywords: undefinedIfEmpty(paper.keywords),
  githubRepo: paper.githubRepo ?? undefined,
  githubStars: paper.githubStars ?? undefined,
  projectPage: paper.projectPage ?? undefined,
  mediaUrls: undefinedIfEmpty(paper.mediaUrls),
  organization: toApiOrganization(paper),
});

function buildListingSubmitter(listing: EntryListing, site: ApiSite) {
  const { submitterName: name = null, submitterFullname: fullname = null } = listing ?? {};
  return buildSubmitter(name ? { name, fullname } : null, site);
}

/** Builds the fields with the time of a listing and its submitter. */
const buildListingFields = (listing: EntryListing, site: ApiSite) =>
  listing && {
    submittedOnDailyAt: listing.listedAt.toISOString(),
    submittedOnDailyBy: buildListingSubmitter(listing, site).submittedOnDailyBy,
  };

/** Builds the paper of an entry: the fields of the source, with text, authors and votes brought up to date. */
function buildApiPaper(paper: EntryPaper, listing: EntryListing): ApiPaper {
  const source = listing?.sourceEntry.paper;
  const { submittedOnDailyAt } = source ?? {};
  return {
    discussionId: paper.discussionId ?? placeholderId("discussion", paper.id),
    ...(source ?? buildPaperFields(paper)),
    ...(submittedOnDailyAt && { submittedOnDailyAt: toCanonicalInstant(submittedOnDailyAt) }),
    id: paper.id,
    authors: chooseAuthors(paper, source?.authors),
    publishedAt: toCanonicalInstant(source?.publishedAt ?? paper.publishedAt.toISOString()),
    title: preferSourceText(source?.title, paper.title),
    summary: preferSourceText(source?.summary, paper.summary),
    upvotes: listing?.upvotes ?? paper.upvotes,
  };
}

/** Builds a paper outside of a list: with the fields of its listing, but with all its votes. */
export function toApiPaper(paper: EntryPaper, listing: EntryListing, site: ApiSite): ApiPaper {
  return {
    ...buildListingFields(listing, site),
    ...buildApiPaper(paper, listing),
    upvotes: paper.upvotes,
  };
}

function buildCoverUrl(paper: EntryPaper, { siteUrl }: ApiSite): string {
  const authors = paper.authors.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const version = computeCoverVersion({
    title: paper.title,
    authors,
    authorCount: paper.authors.length,
    organization: paper.organization?.fullname,
  });
  return `${siteUrl}/covers/${paper.id}?v=${version}`;
}

/** Fields of the paper that clients also read from the entry itself. */
const REPEATED_FIELDS = [
  "ai_summary",
  "ai_keywords",
  "projectPage",
  "githubRepo",
  "githubStars",
] as const;

const pickRepeatedFields = (paper: ApiPaper) =>
  Object.fromEntries(
    REPEATED_FIELDS.flatMap((name) => (paper[name] === undefined ? [] : [[name, paper[name]]])),
  );

/**
 * Builds the entry of a listed paper. It equals the source's entry, except for title, abstract and
 * authors if a newer source changed them, and for votes and comments added on this site. Fields that
 * clients require are added if the source didn't send them.
 */
export function toEntry(paper: EntryPaper, listing: EntryListing, site: ApiSite): ApiEntry {
  const source = listing?.sourceEntry ?? {};
  const built = buildApiPaper(paper, listing);
  const apiPaper = source.paper ? built : { ...buildListingFields(listing, site), ...built };
  const { mediaUrls, organization } = source.paper ? {} : apiPaper;
  return {
    isAuthorParticipating: false,
    submittedBy: buildListingSubmitter(listing, site).submittedBy,
    ...(mediaUrls && { mediaUrls }),
    ...(organization && { organization }),
    ...pickRepeatedFields(apiPaper),
    ...source,
    paper: apiPaper,
    publishedAt: toCanonicalInstant(source.publishedAt ?? apiPaper.publishedAt),
    title: preferSourceText(source.title, paper.title),
    summary: preferSourceText(source.summary, paper.summary),
    thumbnail: source.thumbnail || buildCoverUrl(paper, site),
    numComments: listing?.comments ?? paper.comments,
  };
}

/** Adds the fields of a single paper's answer. This site has no models, data sets or spaces. */
export function toPaperDetail(
  paper: ApiPaper,
  { comments }: { comments: boolean },
): ApiPaperDetail {
  return {
    ...paper,
    linkedModels: [],
    linkedDatasets: [],
    linkedSpaces: [],
    numTotalModels: 0,
    numTotalDatasets: 0,
    numTotalSpaces: 0,
    ...(comments && { comments: [] }),
  };
}
