import { db } from "@/db/client";
import { splitNames } from "@/features/papers/text";
import { type Day, type Period, toDayPeriod, toMonth, toWeek } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { type Feed, type FeedPaper, MAX_TRENDING_PAGES, PAGE_SIZE } from "./schema";

/** The newest day that has papers, or null on an empty site. Read from the end of Listing's day index. */
export async function findNewestDay(): Promise<Day | null> {
  const listing = await db().listing.findFirst({ orderBy: { day: "desc" }, select: { day: true } });
  return listing?.day ?? null;
}

const periodOf = { day: toDayPeriod, week: toWeek, month: toMonth };

/** The nearest periods before and after that have papers. Read by Listing's day index. */
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
  const toPeriod = periodOf[kind];
  return { previous: before && toPeriod(before.day), next: after && toPeriod(after.day) };
}

/** The size of a page that holds everything, as SQL's LIMIT has it. */
const WHOLE = -1;

type Row = { paperId: string; day: Day; total: number | bigint };

/**
 * One page of a period's listings, most upvotes first, then newest, then by id. A paper that
 * stands on two days of a week or month comes once, as its last listing says. Read by the
 * (day, upvotes, publishedAt, paperId) index, which holds all it needs.
 */
async function listPeriodRows({ first, last }: Period, page: number, size: number): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT l."paperId", l."day", COUNT(*) OVER () AS "total" FROM "Listing" l
    WHERE l."day" BETWEEN ${first} AND ${last} AND NOT EXISTS (
      SELECT 1 FROM "Listing" n
      WHERE n."paperId" = l."paperId" AND n."day" > l."day" AND n."day" <= ${last})
    ORDER BY l."upvotes" DESC, l."publishedAt" DESC, l."paperId"
    LIMIT ${size} OFFSET ${page * size}`;
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

/**
 * The cards of papers, in the order asked for, as their listing of that day says; where there is
 * none, as the paper itself says. By primary keys.
 */
export async function listCards(rows: { paperId: string; day: Day }[]): Promise<FeedCard[]> {
  const ids = rows.map(({ paperId }) => paperId);
  const found = await db().paper.findMany({ where: { id: { in: ids } }, select: CARD });
  const byId = new Map(found.map((paper) => [paper.id, paper]));
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
      categories: JSON.parse(categories),
      keywords: JSON.parse(keywords),
    };
  });
}

export type FeedCard = FeedPaper & { sample: boolean };

const isSample = (papers: FeedCard[]) => papers.some(({ sample }) => sample);

/**
 * The feed of a period. Unless told a size, all of a day, and 50 a page of a week or a month.
 *
 * @param page from 0
 * @throws AppError not_found past the last page
 */
export async function getFeed(
  period: Period,
  page = 0,
  size = period.kind === "day" ? WHOLE : PAGE_SIZE,
): Promise<Feed> {
  if (size === WHOLE && page > 0) throw noSuchPage();
  const [rows, around] = await Promise.all([
    listPeriodRows(period, page, size),
    findNeighbors(period),
  ]);
  if (page > 0 && rows.length === 0) throw noSuchPage();
  const papers = await listCards(rows);
  const total = Number(rows[0]?.total ?? 0);
  const pages = size === WHOLE ? 1 : Math.max(1, Math.ceil(total / size));
  const view = { kind: "period" as const, period };
  return { view, period, papers, page, pages, total, ...around, sample: isSample(papers) };
}

/**
 * The trending papers, best first. Read by the (score, publishedAt, id) index, so that a page
 * costs the same however large the archive is.
 *
 * @throws AppError not_found past the last page
 */
export async function getTrending(page = 0, size = PAGE_SIZE): Promise<Feed> {
  const deepest = MAX_TRENDING_PAGES * PAGE_SIZE;
  if (page * size >= deepest) throw noSuchPage();
  const rows = await db().paper.findMany({
    orderBy: [{ score: "desc" }, { publishedAt: "desc" }, { id: "asc" }],
    skip: page * size,
    // One more tells whether there is a next page.
    take: size + 1,
    select: { id: true, newestDay: true },
  });
  if (page > 0 && rows.length === 0) throw noSuchPage();
  const shown = rows.slice(0, size);
  const papers = await listCards(
    shown.map(({ id, newestDay }) => ({ paperId: id, day: newestDay })),
  );
  const more = rows.length > size && (page + 1) * size < deepest;
  return {
    view: { kind: "trending" },
    period: null,
    papers,
    page,
    pages: more ? page + 2 : page + 1,
    total: papers.length,
    previous: null,
    next: null,
    sample: isSample(papers),
  };
}

const noSuchPage = () => new AppError("not_found", "There is no such page.");
