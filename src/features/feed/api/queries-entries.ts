import { db } from "@/db/client";
import { jsonStrings } from "@/db/stored";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { type EntryListing, type EntryPaper, toApiPaper, toEntry } from "./entry";
import type { ApiEntry, ApiPaper } from "./entry-schema";
import type { Cursor } from "./parameters";
import { parseSourceEntry } from "./source-entry";

const PAPER = {
  id: true,
  title: true,
  summary: true,
  publishedAt: true,
  upvotes: true,
  comments: true,
  aiSummary: true,
  aiSummaryModel: true,
  keywords: true,
  githubRepo: true,
  githubStars: true,
  projectPage: true,
  mediaUrls: true,
  discussionId: true,
  organization: true,
  newestDay: true,
  authors: {
    orderBy: { position: "asc" },
    select: { name: true, hidden: true, sourceId: true },
  },
} as const;

const LISTING = {
  paperId: true,
  day: true,
  listedAt: true,
  upvotes: true,
  comments: true,
  submitterName: true,
  submitterFullname: true,
  thumbnail: true,
  rawEntry: true,
} as const;

/** A paper and the day of its listing; null for a paper without one. */
export type EntryRow = { paperId: string; day: string | null };

const toKey = ({ paperId, day }: EntryRow) => `${day} ${paperId}`;

/** Reads papers with all their authors, and their listings on the days of the rows. */
async function readPapersAndListings(rows: EntryRow[]) {
  const ids = [...new Set(rows.map(({ paperId }) => paperId))];
  const days = [...new Set(rows.flatMap(({ day }) => day ?? []))];
  const [papers, listings] = await Promise.all([
    db().paper.findMany({ where: { id: { in: ids } }, select: PAPER }),
    db().listing.findMany({
      where: { paperId: { in: ids }, day: { in: days } },
      select: LISTING,
    }),
  ]);
  return {
    papers: new Map<string, EntryPaper>(
      papers.map(({ keywords, mediaUrls, ...paper }) => [
        paper.id,
        {
          ...paper,
          keywords: jsonStrings.parse(keywords),
          mediaUrls: jsonStrings.parse(mediaUrls),
        },
      ]),
    ),
    listings: new Map<string, EntryListing>(
      listings.map(({ rawEntry, ...listing }) => [
        toKey(listing),
        { ...listing, sourceEntry: parseSourceEntry(rawEntry) },
      ]),
    ),
  };
}

/** Returns the entries of papers in the order of the rows. By primary keys. */
export async function listEntries(rows: EntryRow[]): Promise<ApiEntry[]> {
  const { papers, listings } = await readPapersAndListings(rows);
  return rows.flatMap((row) => {
    const paper = papers.get(row.paperId);
    return paper ? toEntry(paper, listings.get(toKey(row)) ?? null, env()) : [];
  });
}

/**
 * Adds to each paper the day of its newest listing with an entry of its own; if none has one, of its
 * newest listing. By primary keys.
 */
async function withNewestDay(ids: string[]): Promise<EntryRow[]> {
  const [papers, listings] = await Promise.all([
    db().paper.findMany({ where: { id: { in: ids } }, select: { id: true, newestDay: true } }),
    db().listing.groupBy({ by: ["paperId"], where: { paperId: { in: ids } }, _max: { day: true } }),
  ]);
  const withEntry = new Map(papers.map(({ id, newestDay }) => [id, newestDay]));
  const last = new Map(listings.map(({ paperId, _max }) => [paperId, _max.day]));
  return ids.map((paperId) => ({
    paperId,
    day: withEntry.get(paperId) || last.get(paperId) || null,
  }));
}

/** Returns the entries of papers by their newest listings, in the order of the ids. By primary keys. */
export const listNewestEntries = async (ids: string[]): Promise<ApiEntry[]> =>
  listEntries(await withNewestDay(ids));

async function listApiPapers(ids: string[]): Promise<ApiPaper[]> {
  const rows = await withNewestDay(ids);
  const { papers, listings } = await readPapersAndListings(rows);
  return rows.flatMap((row) => {
    const paper = papers.get(row.paperId);
    return paper ? toApiPaper(paper, listings.get(toKey(row)) ?? null, env()) : [];
  });
}

/** Returns a paper by its newest listing. By primary keys. @throws AppError not_found */
export async function getApiPaper(id: string): Promise<ApiPaper> {
  const [paper] = await listApiPapers([id]);
  if (!paper) throw new AppError("not_found", `This site has no paper ${id}.`);
  return paper;
}

type PapersPage = { papers: ApiPaper[]; next: Cursor | null };

/**
 * Returns all papers page by page, the newest publication first, then by id; `next` is null on the last
 * page. A paper that is added between two requests shifts no page. By the (publishedAt, id) index: first
 * the papers with the cursor's own instant, which thousands may share, then the older ones.
 */
export async function listPapersByDate(
  cursor: Cursor | undefined,
  limit: number,
): Promise<PapersPage> {
  const take = limit + 1;
  const orderBy = [{ publishedAt: "desc" as const }, { id: "asc" as const }];
  const select = { id: true, publishedAt: true };
  const { publishedAt, id } = cursor ?? {};
  const sameInstant = cursor
    ? await db().paper.findMany({ where: { publishedAt, id: { gt: id } }, orderBy, select, take })
    : [];
  const older = await db().paper.findMany({
    where: cursor && { publishedAt: { lt: publishedAt } },
    orderBy,
    select,
    take: take - sameInstant.length,
  });
  const rows = [...sameInstant, ...older];
  const shown = rows.slice(0, limit);
  return {
    papers: await listApiPapers(shown.map((paper) => paper.id)),
    next: rows.length > limit ? (shown.at(-1) ?? null) : null,
  };
}
