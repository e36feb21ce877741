import { db } from "@/db/client";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { type EntryListing, type EntryPaper, toApiPaper, toEntry } from "./entry";
import type { ApiEntry, ApiPaper } from "./entry-schema";
import type { Cursor } from "./parameters";

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

/** A paper and the day of the listing that is meant; null for none. */
export type EntryRow = { paperId: string; day: string | null };

const key = ({ paperId, day }: EntryRow) => `${day} ${paperId}`;

/** Papers with all their authors, and those listings of them that stand on one of these days. */
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
    papers: new Map<string, EntryPaper>(papers.map((paper) => [paper.id, paper])),
    listings: new Map<string, EntryListing>(listings.map((listing) => [key(listing), listing])),
  };
}

/** The entries of papers, in the order asked for. By primary keys. */
export async function listEntries(rows: EntryRow[]): Promise<ApiEntry[]> {
  const { papers, listings } = await readPapersAndListings(rows);
  return rows.flatMap((row) => {
    const paper = papers.get(row.paperId);
    return paper ? toEntry(paper, listings.get(key(row)) ?? null, env()) : [];
  });
}

/** Of each paper the newest listing that told something, else the newest. By primary keys. */
async function withNewestDay(ids: string[]): Promise<EntryRow[]> {
  const [papers, listed] = await Promise.all([
    db().paper.findMany({ where: { id: { in: ids } }, select: { id: true, newestDay: true } }),
    db().listing.groupBy({ by: ["paperId"], where: { paperId: { in: ids } }, _max: { day: true } }),
  ]);
  const told = new Map(papers.map(({ id, newestDay }) => [id, newestDay]));
  const last = new Map(listed.map(({ paperId, _max }) => [paperId, _max.day]));
  return ids.map((paperId) => ({ paperId, day: told.get(paperId) || last.get(paperId) || null }));
}

/** The entries of papers by their newest listings, in the order asked for. By primary keys. */
export const listNewestEntries = async (ids: string[]): Promise<ApiEntry[]> =>
  listEntries(await withNewestDay(ids));

async function listApiPapers(ids: string[]): Promise<ApiPaper[]> {
  const rows = await withNewestDay(ids);
  const { papers, listings } = await readPapersAndListings(rows);
  return rows.flatMap((row) => {
    const paper = papers.get(row.paperId);
    if (!paper) return [];
    const listing = listings.get(key(row)) ?? null;
    return toApiPaper(paper, listing, env());
  });
}

/** A paper as its newest listing told it. By primary keys. @throws AppError not_found */
export async function getApiPaper(id: string): Promise<ApiPaper> {
  const [paper] = await listApiPapers([id]);
  if (!paper) throw new AppError("not_found", `There is no paper ${id} here.`);
  return paper;
}

type PapersPage = { papers: ApiPaper[]; next: Cursor | null };

/**
 * All papers, newest publication first, then by id; `next` leads on where there are more. A paper
 * that comes in between shifts no page. Read by the (publishedAt, id) index: first what is left of
 * the cursor's own instant, which whole days of papers may share, then what is older.
 */
export async function listPapersByDate(
  cursor: Cursor | undefined,
  limit: number,
): Promise<PapersPage> {
  const take = limit + 1;
  const orderBy = [{ publishedAt: "desc" as const }, { id: "asc" as const }];
  const select = { id: true, publishedAt: true };
  const { publishedAt, id } = cursor ?? {};
  const level = cursor
    ? await db().paper.findMany({ where: { publishedAt, id: { gt: id } }, orderBy, select, take })
    : [];
  const older = await db().paper.findMany({
    where: cursor && { publishedAt: { lt: publishedAt } },
    orderBy,
    select,
    take: take - level.length,
  });
  const found = [...level, ...older];
  const shown = found.slice(0, limit);
  return {
    papers: await listApiPapers(shown.map((paper) => paper.id)),
    next: found.length > limit ? (shown.at(-1) ?? null) : null,
  };
}
