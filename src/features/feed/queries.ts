import { z } from "zod";
import { db } from "@/db/client";
import { integer, jsonStrings, parseRows } from "@/db/stored";
import { splitNames } from "@/features/papers/text";
import { type Day, type Period, toDayPeriod, toMonth, toWeek } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { type Feed, type FeedPaper, MAX_TRENDING_PAGES, PAGE_SIZE } from "./schema";

/** Returns the newest day that has papers, or null on an empty site. From the end of Listing's day index. */
export async function findNewestDay(): Promise<Day | null> {
  const listing = await db().listing.findFirst({ orderBy: { day: "desc" }, select: { day: true } });
  return listing?.day ?? null;
}

const TO_PERIOD = { day: toDayPeriod, week: toWeek, month: toMonth };

/** Returns the nearest periods before and after that have papers. By Listing's day index. */
async function findNeighbors({ kind, first, last }: Period) {
  const [before, after] = await Promise.all([
    db().listing.findFirst({
      where: { day: { lt: first } },
      orderBy: { day: "desc" },
      select: { day: true },
    }),
    db().listing.findFirst({
      where: { day: { gt: last } },
      orderBy: { day: "asc" },
      select: { day: true },
    }),
  ]);
  const toPeriod = TO_PERIOD[kind];
  return { previous: before && toPeriod(before.day), next: after && toPeriod(after.day) };
}

/** The LIMIT with which SQLite returns all rows. */
const ALL_ROWS = -1;

/** A paper with the day whose listing a list shows. */
export const cardRow = z.object({ paperId: z.string(), day: z.string() });
type CardRow = z.infer<typeof cardRow>;

const periodRow = cardRow.extend({ total: integer });

/**
 * Returns one page of a period's listings, most upvotes first, then newest, then by id. Of a paper with
 * several listings in a week or month only the last one counts. By the (day, upvotes, publishedAt,
 * paperId) index, which covers the query.
 */
async function listPeriodRows({ first, last }: Period, page: number, size: number) {
  const rows = await db().$queryRaw`
    SELECT l."paperId", l."day", COUNT(*) OVER () AS "total" FROM "Listing" l
    WHERE l."day" BETWEEN ${first} AND ${last} AND NOT EXISTS (
      SELECT 1 FROM "Listing" n
      WHERE n."paperId" = l."paperId" AND n."day" > l."day" AND n."day" <= ${last})
    ORDER BY l."upvotes" DESC, l."publishedAt" DESC, l."paperId"
    LIMIT ${size} OFFSET ${page * size}`;
  return parseRows(periodRow, rows);
}

const CARD = {
  id: true,
  title: true,
  summary: true,
  publishedAt: true,
  revisedAt: true,
  day: true,
  upvotes: true,
  comments: true,
  githubRepo: true,
  githubStars: true,
  authorNames: true,
  authorCount: true,
  categories: true,
  keywords: true,
  sample: true,
  organization: { select: { name: true, fullname: true } },
  listings: {
    select: {
      day: true,
      upvotes: true,
      comments: true,
      submitterName: true,
      submitterFullname: true,
    },
  },
} as const;

type FeedCard = FeedPaper & { sample: boolean };

/**
 * Returns the cards of papers, in the order of the rows. Day, votes, comments and submitter are those of
 * the listing on the row's day; without such a listing, those of the paper. By primary keys.
 */
export async function listCards(rows: CardRow[]): Promise<FeedCard[]> {
  const ids = rows.map(({ paperId }) => paperId);
  const papers = await db().paper.findMany({ where: { id: { in: ids } }, select: CARD });
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return rows.flatMap(({ paperId, day }) => {
    const paper = byId.get(paperId);
    if (!paper) return [];
    const { organization, authorNames, categories, keywords, listings, ...facts } = paper;
    const listing = listings.find((one) => one.day === day);
    return {
      ...facts,
      ...(listing && { day, upvotes: listing.upvotes, comments: listing.comments }),
      organization: organization?.fullname ?? null,
      organizationName: organization?.name ?? null,
      submitter: listing?.submitterFullname || listing?.submitterName || null,
      submitterName: listing?.submitterName ?? null,
      authors: splitNames(authorNames),
      categories: jsonStrings.parse(categories),
      keywords: jsonStrings.parse(keywords),
    };
  });
}

export const hasSample = (papers: FeedCard[]): boolean => papers.some(({ sample }) => sample);

export const noSuchPage = () => new AppError("not_found", "There is no such page.");

/**
 * Returns one page of a period's papers. By default a day has one page with all papers, and a week or a
 * month has 50 on each page.
 *
 * @param page counted from 0
 * @throws AppError not_found past the last page
 */
export async function getFeed(
  period: Period,
  page = 0,
  size = period.kind === "day" ? ALL_ROWS : PAGE_SIZE,
): Promise<Feed> {
  if (size === ALL_ROWS && page > 0) throw noSuchPage();
  const [rows, neighbors] = await Promise.all([
    listPeriodRows(period, page, size),
    findNeighbors(period),
  ]);
  if (page > 0 && rows.length === 0) throw noSuchPage();
  const papers = await listCards(rows);
  const total = rows[0]?.total ?? 0;
  return {
    view: { kind: "period", period },
    period,
    papers,
    page,
    pages: size === ALL_ROWS ? 1 : Math.max(1, Math.ceil(total / size)),
    total,
    ...neighbors,
    sample: hasSample(papers),
  };
}

/**
 * Returns one page of the trending papers, best first. By the (score, publishedAt, id) index, so that a
 * page costs the same in an archive of any size.
 *
 * @param page counted from 0
 * @throws AppError not_found past the last page
 */
export async function getTrending(page = 0, size = PAGE_SIZE): Promise<Feed> {
  const maxPapers = MAX_TRENDING_PAGES * PAGE_SIZE;
  if (page * size >= maxPapers) throw noSuchPage();
  const rows = await db().paper.findMany({
    orderBy: [{ score: "desc" }, { publishedAt: "desc" }, { id: "asc" }],
    skip: page * size,
    // One more than a page shows whether another page follows.
    take: size + 1,
    select: { id: true, newestDay: true },
  });
  if (page > 0 && rows.length === 0) throw noSuchPage();
  const shown = rows.slice(0, size);
  const papers = await listCards(
    shown.map(({ id, newestDay }) => ({ paperId: id, day: newestDay })),
  );
  const hasNext = rows.length > size && (page + 1) * size < maxPapers;
  return {
    view: { kind: "trending" },
    period: null,
    papers,
    page,
    pages: hasNext ? page + 2 : page + 1,
    total: papers.length,
    previous: null,
    next: null,
    sample: hasSample(papers),
  };
}
