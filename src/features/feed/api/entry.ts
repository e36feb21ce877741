import { computeCoverVersion } from "@/features/papers/cover/draw";
import { toOneLine } from "@/lib/text";
import type { ApiEntry, ApiPaper, ApiPaperDetail } from "./entry-schema";
import { type ApiSite, buildSubmitter, placeholderId } from "./placeholders";
import {
  parseSourceEntry,
  preferSourceText,
  type SourceAuthor,
  type SourceEntry,
  toCanonicalInstant,
} from "./source-entry";

/** What an entry is built from: a paper's row with its authors, */
export type EntryPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  upvotes: number;
  comments: number;
  aiSummary: string | null;
  aiSummaryModel: string | null;
  /** JSON array */
  keywords: string;
  githubRepo: string | null;
  githubStars: number | null;
  projectPage: string | null;
  /** JSON array */
  mediaUrls: string;
  discussionId: string | null;
  organization: { id: string; name: string; fullname: string; avatar: string | null } | null;
  /** In order */
  authors: { name: string; hidden: boolean; sourceId: string | null }[];
};

/** and the listing that is asked for; an archive paper has none. */
export type EntryListing = {
  day: string;
  listedAt: Date;
  upvotes: number;
  comments: number;
  submitterName: string | null;
  submitterFullname: string | null;
  thumbnail: string | null;
  rawEntry: string;
};

const list = (json: string): string[] => JSON.parse(json);
/** Undefined is left out of JSON, as an empty list is. */
const some = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

/** The source's authors as long as they are the paper's; else the paper's, each as the source told it. */
function chooseAuthors(paper: EntryPaper, said: SourceAuthor[] = []) {
  const names = said.map(({ name }) => toOneLine(name)).filter((name) => name !== "");
  const known = paper.authors.map(({ name }) => name);
  if (said.length > 0 && names.join("\n") === known.join("\n")) return said;
  const told = new Map(said.map((author) => [toOneLine(author.name), author]));
  return paper.authors.map(({ name, hidden, sourceId }, position) => ({
    _id: sourceId ?? placeholderId("author", paper.id, String(position)),
    name,
    hidden,
    ...told.get(name),
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

/** What we know of a paper that its source didn't list with words of its own. */
const buildPaperFields = (paper: EntryPaper) => ({
  ai_summary: paper.aiSummary ?? undefined,
  ai_summary_model: paper.aiSummaryModel ?? undefined,
  ai_keywords: some(list(paper.keywords)),
  githubRepo: paper.githubRepo ?? undefined,
  githubStars: paper.githubStars ?? undefined,
  projectPage: paper.projectPage ?? undefined,
  mediaUrls: some(list(paper.mediaUrls)),
  organization: toApiOrganization(paper),
});

function submitter(listing: EntryListing | null, site: ApiSite) {
  const { submitterName: name = null, submitterFullname: fullname = null } = listing ?? {};
  return buildSubmitter(name ? { name, fullname } : null, site);
}

/** When it was listed, and by whom. */
const buildListingFields = (listing: EntryListing | null, site: ApiSite) =>
  listing && {
    submittedOnDailyAt: listing.listedAt.toISOString(),
    submittedOnDailyBy: submitter(listing, site).submittedOnDailyBy,
  };

/** What its listing told of the paper, brought up to date. */
function buildApiPaper(
  paper: EntryPaper,
  listing: EntryListing | null,
  told: SourceEntry["paper"],
): ApiPaper {
  const { submittedOnDailyAt } = told ?? {};
  return {
    discussionId: paper.discussionId ?? placeholderId("discussion", paper.id),
    ...(told ?? buildPaperFields(paper)),
    ...(submittedOnDailyAt && { submittedOnDailyAt: toCanonicalInstant(submittedOnDailyAt) }),
    id: paper.id,
    authors: chooseAuthors(paper, told?.authors),
    publishedAt: toCanonicalInstant(told?.publishedAt ?? paper.publishedAt.toISOString()),
    title: preferSourceText(told?.title, paper.title),
    summary: preferSourceText(told?.summary, paper.summary),
    upvotes: listing?.upvotes ?? paper.upvotes,
  };
}

/** The paper alone, as its listing told it where there is one that did, and as it stands now. */
export function toApiPaper(
  paper: EntryPaper,
  listing: EntryListing | null,
  site: ApiSite,
): ApiPaper {
  return {
    ...buildListingFields(listing, site),
    ...buildApiPaper(paper, listing, parseSourceEntry(listing?.rawEntry).paper),
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

/** What clients read beside the paper, though it is told inside it. */
const BOTH = ["ai_summary", "ai_keywords", "projectPage", "githubRepo", "githubStars"] as const;
const pickRepeatedFields = (paper: ApiPaper) =>
  Object.fromEntries(
    BOTH.flatMap((name) => (paper[name] === undefined ? [] : [[name, paper[name]]])),
  );

/**
 * A paper as it was listed. All that came in with the listing comes back equal, but for title,
 * summary and authors where a newer source told others, and for the votes and comments that were
 * added here. Beside it stand those fields that clients insist on.
 */
export function toEntry(paper: EntryPaper, listing: EntryListing | null, site: ApiSite): ApiEntry {
  const said = parseSourceEntry(listing?.rawEntry);
  const told = buildApiPaper(paper, listing, said.paper);
  const inner = said.paper ? told : { ...buildListingFields(listing, site), ...told };
  const { mediaUrls, organization } = said.paper ? {} : inner;
  return {
    isAuthorParticipating: false,
    submittedBy: submitter(listing, site).submittedBy,
    ...(mediaUrls && { mediaUrls }),
    ...(organization && { organization }),
    ...pickRepeatedFields(inner),
    ...said,
    paper: inner,
    publishedAt: toCanonicalInstant(said.publishedAt ?? inner.publishedAt),
    title: preferSourceText(said.title, paper.title),
    summary: preferSourceText(said.summary, paper.summary),
    thumbnail: said.thumbnail || buildCoverUrl(paper, site),
    numComments: listing?.comments ?? paper.comments,
  };
}

/** The paper alone with what else is known of it: models and their like are not kept here. */
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
