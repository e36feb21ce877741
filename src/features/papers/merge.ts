import type { Author, Listing, Organization, Paper } from "@/db/generated/client";
import { trendingScore } from "./ranking";
import type { Outcome, PaperDraft } from "./schema";

/** What the store holds of the papers that some drafts speak of. */
export type Known = {
  papers: Paper[];
  listings: Pick<Listing, "paperId" | "day" | "saidHash">[];
};

/** The rows that bring the store up to the drafts, and what became of each draft, in order. */
export type Plan = {
  outcomes: Outcome[];
  papers: Paper[];
  listings: Listing[];
  /** The papers whose text changes, */
  retold: string[];
  /** and all their authors */
  authors: Author[];
  organizations: Organization[];
};

const key = (paperId: string, day: string) => `${day} ${paperId}`;

/**
 * The paper after a draft: its text and counts are the newest listing's, its own day is that of
 * the first one, in whichever order they come, and its votes are nobody's but ours.
 */
export function mergePaper(
  known: Paper | undefined,
  draft: PaperDraft,
  now: Date,
  sample: boolean,
): Paper {
  const { listing } = draft;
  const votes = known?.votes ?? 0;
  const first = !known || listing.day <= known.day;
  const newest = !known || listing.day >= known.newestDay;
  const merged = {
    id: draft.id,
    day: first ? listing.day : known.day,
    listedAt: first ? listing.listedAt : known.listedAt,
    votes,
    sample,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    ...(newest ? newestText(draft, votes) : textOf(known)),
  };
  return { ...merged, score: trendingScore(merged) };
}

type Text = Omit<
  Paper,
  "id" | "day" | "listedAt" | "votes" | "sample" | "createdAt" | "updatedAt" | "score"
>;

function textOf(paper: Paper): Text {
  const { id, day, listedAt, votes, sample, createdAt, updatedAt, score, ...text } = paper;
  return text;
}

function newestText(draft: PaperDraft, votes: number): Text {
  return {
    title: draft.title,
    summary: draft.summary,
    publishedAt: draft.publishedAt,
    newestDay: draft.listing.day,
    sourceUpvotes: draft.listing.upvotes,
    upvotes: draft.listing.upvotes + votes,
    comments: draft.listing.comments,
    authorCount: draft.authors.length,
    aiSummary: draft.aiSummary ?? null,
    aiSummaryModel: draft.aiSummaryModel ?? null,
    keywords: JSON.stringify(draft.keywords),
    githubRepo: draft.githubRepo ?? null,
    githubStars: draft.githubStars ?? null,
    projectPage: draft.projectPage ?? null,
    mediaUrls: JSON.stringify(draft.mediaUrls),
    discussionId: draft.discussionId ?? null,
    organizationId: draft.organization?.id ?? null,
  };
}

function toListing({ id, publishedAt, listing }: PaperDraft, votes: number): Listing {
  const { upvotes, submitterName, submitterFullname, thumbnail, ...same } = listing;
  return {
    ...same,
    paperId: id,
    publishedAt,
    sourceUpvotes: upvotes,
    upvotes: upvotes + votes,
    submitterName: submitterName ?? null,
    submitterFullname: submitterFullname ?? null,
    thumbnail: thumbnail ?? null,
  };
}

const toAuthors = ({ id, authors }: PaperDraft): Author[] =>
  authors.map((author, position) => ({
    paperId: id,
    position,
    name: author.name,
    hidden: author.hidden,
    sourceId: author.sourceId ?? null,
    user: author.user ?? null,
  }));

/** Works out all writes of a batch at once; the order of drafts is the order of their arrival. */
export function plan(known: Known, drafts: PaperDraft[], now: Date, sample: boolean): Plan {
  const stored = new Map(known.papers.map((paper) => [paper.id, paper]));
  const hashes = new Map(known.listings.map((row) => [key(row.paperId, row.day), row.saidHash]));
  const papers = new Map<string, Paper>();
  const listings = new Map<string, Listing>();
  const authors = new Map<string, Author[]>();
  const organizations = new Map<string, Organization>();

  const outcomes = drafts.map((draft): Outcome => {
    const { id, listing, organization } = draft;
    const listingKey = key(id, listing.day);
    const hash = hashes.get(listingKey);
    if (hash === listing.saidHash) return "unchanged";
    const paper = mergePaper(papers.get(id) ?? stored.get(id), draft, now, sample);
    papers.set(id, paper);
    hashes.set(listingKey, listing.saidHash);
    listings.set(listingKey, toListing(draft, paper.votes));
    if (paper.newestDay === listing.day) {
      authors.set(id, toAuthors(draft));
      if (organization) {
        const { avatar = null, ...facts } = organization;
        organizations.set(organization.id, { ...facts, avatar });
      }
    }
    return hash === undefined ? "created" : "updated";
  });

  return {
    outcomes,
    papers: [...papers.values()],
    listings: [...listings.values()],
    retold: [...authors.keys()],
    authors: [...authors.values()].flat(),
    organizations: [...organizations.values()],
  };
}
