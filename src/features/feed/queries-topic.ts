import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { formatCategory } from "@/features/papers/categories";
import type { Day } from "@/lib/day";
import { AppError } from "@/lib/errors";
import type { MonthCount } from "./month-counts";
import { listCards } from "./queries";
import { type Feed, PAGE_SIZE } from "./schema";
import type { Topic } from "./topic";

/** A topic goes no deeper than its newest ten thousand papers: skipping rows costs. */
export const MAX_TOPIC_PAGES = 200;

/** A topic's papers, the newest first, fifty a page, and how many there were by month. */
export type TopicFeed = Feed & {
  /** Its name as people know it: an organisation's full name, a category's in words */
  label: string;
  counts: MonthCount[];
  topic: Topic;
};

type Row = { paperId: string; day: Day };
type Window = { limit: number; offset: number };

/** By Author's (name, hidden, publishedAt, paperId), which holds all it needs. */
const authorRows = (name: string, { limit, offset }: Window) => Prisma.sql`
  SELECT a."paperId", p."newestDay" AS "day" FROM (
    SELECT DISTINCT "paperId", "publishedAt" FROM "Author" WHERE "name" = ${name} AND "hidden" = 0
    ORDER BY "publishedAt" DESC, "paperId" LIMIT ${limit} OFFSET ${offset}) a
  JOIN "Paper" p ON p."id" = a."paperId" ORDER BY a."publishedAt" DESC, a."paperId"`;

/** By PaperCategory's (category, publishedAt, paperId), which holds all it needs. */
const categoryRows = (name: string, { limit, offset }: Window) => Prisma.sql`
  SELECT c."paperId", p."newestDay" AS "day" FROM (
    SELECT "paperId", "publishedAt" FROM "PaperCategory" WHERE "category" = ${name}
    ORDER BY "publishedAt" DESC, "paperId" LIMIT ${limit} OFFSET ${offset}) c
  JOIN "Paper" p ON p."id" = c."paperId" ORDER BY c."publishedAt" DESC, c."paperId"`;

/**
 * By Organization's (name) and Paper's (organizationId, publishedAt, id). Two sources may give one
 * organisation two ids, so its papers, some thousands at most, are sorted.
 */
const organizationRows = (name: string, { limit, offset }: Window) => Prisma.sql`
  SELECT o."paperId", p."newestDay" AS "day" FROM (
    SELECT "id" AS "paperId", "publishedAt" FROM "Paper"
    WHERE "organizationId" IN (SELECT "id" FROM "Organization" WHERE "name" = ${name})
    ORDER BY "publishedAt" DESC, "id" LIMIT ${limit} OFFSET ${offset}) o
  JOIN "Paper" p ON p."id" = o."paperId" ORDER BY o."publishedAt" DESC, o."paperId"`;

/** Once each, as submitted last. The plus keeps SQLite from going through all that they submitted. */
const lastSubmissions = (name: string) => Prisma.sql`
  "Listing" l WHERE l."submitterName" = ${name} AND NOT EXISTS (
    SELECT 1 FROM "Listing" n
    WHERE n."paperId" = l."paperId" AND n."day" > l."day" AND +n."submitterName" = ${name})`;

/** By Listing's (submitterName, day): what was submitted last comes first, then by id. */
const submitterRows = (name: string, { limit, offset }: Window) => Prisma.sql`
  SELECT l."paperId", l."day" FROM ${lastSubmissions(name)}
  ORDER BY l."day" DESC, l."paperId" LIMIT ${limit} OFFSET ${offset}`;

const ROW_QUERIES = {
  author: authorRows,
  category: categoryRows,
  organization: organizationRows,
  submitter: submitterRows,
};

const COUNT_QUERIES = {
  author: (name: string) => Prisma.sql`
    SELECT substr("publishedAt", 1, 7) AS "month", COUNT(DISTINCT "paperId") AS "papers"
    FROM "Author" WHERE "name" = ${name} AND "hidden" = 0 GROUP BY 1 ORDER BY 1`,
  category: (name: string) => Prisma.sql`
    SELECT "month", "papers" FROM "CategoryCount"
    WHERE "category" = ${name} AND "papers" > 0 ORDER BY "month"`,
  organization: (name: string) => Prisma.sql`
    SELECT substr("publishedAt", 1, 7) AS "month", COUNT(*) AS "papers" FROM "Paper"
    WHERE "organizationId" IN (SELECT "id" FROM "Organization" WHERE "name" = ${name})
    GROUP BY 1 ORDER BY 1`,
  submitter: (name: string) => Prisma.sql`
    SELECT substr(l."day", 1, 7) AS "month", COUNT(*) AS "papers"
    FROM ${lastSubmissions(name)} GROUP BY 1 ORDER BY 1`,
};

/**
 * How many of a topic's papers were published (of a submitter: submitted) in each month that has
 * any, the oldest first. By the indexes of its list, without reading a paper; a category, which may
 * hold half the archive, by the counts that triggers keep.
 */
export async function countByMonth({ kind, name }: Topic): Promise<MonthCount[]> {
  const rows = await db().$queryRaw<{ month: string; papers: number | bigint }[]>(
    COUNT_QUERIES[kind](name),
  );
  return rows.map(({ month, papers }) => ({ month, papers: Number(papers) }));
}

/** By Organization's index on name, by Listing's on submitterName. */
async function getTopicLabel({ kind, name }: Topic): Promise<string> {
  if (kind === "category") return formatCategory(name);
  if (kind === "organization") {
    const found = await db().organization.findFirst({ where: { name }, orderBy: { id: "asc" } });
    return found?.fullname || name;
  }
  if (kind === "submitter") {
    const found = await db().listing.findFirst({
      where: { submitterName: name },
      orderBy: { day: "desc" },
      select: { submitterFullname: true },
    });
    return found?.submitterFullname || name;
  }
  return name;
}

/**
 * One page of a topic's papers, the newest first (of a submitter: submitted last), then by id.
 * Authors who are hidden have none.
 *
 * @param page from 0
 * @throws AppError not_found for a topic without papers, and past its last page
 */
export async function getTopicFeed(topic: Topic, page = 0): Promise<TopicFeed> {
  if (page >= MAX_TOPIC_PAGES) throw noSuchPage();
  const window = { limit: PAGE_SIZE, offset: page * PAGE_SIZE };
  const rows = await db().$queryRaw<Row[]>(ROW_QUERIES[topic.kind](topic.name, window));
  if (rows.length === 0) throw noSuchPage();
  const [papers, counts, label] = await Promise.all([
    listCards(rows),
    countByMonth(topic),
    getTopicLabel(topic),
  ]);
  const total = counts.reduce((sum, { papers }) => sum + papers, 0);
  return {
    view: { kind: "topic", topic },
    topic,
    label,
    counts,
    period: null,
    papers,
    page,
    pages: Math.min(MAX_TOPIC_PAGES, Math.max(1, Math.ceil(total / PAGE_SIZE))),
    total,
    previous: null,
    next: null,
    sample: papers.some(({ sample }) => sample),
  };
}

/** The handle of the organisation of a full name that has papers, or null. By Organization's (fullname). */
export async function findOrganizationName(fullname: string): Promise<string | null> {
  const found = await db().organization.findFirst({
    where: { fullname, papers: { some: {} } },
    orderBy: { id: "asc" },
    select: { name: true },
  });
  return found?.name ?? null;
}

/** Every category that has papers, with how many. By CategoryCount, some hundred months each. */
export async function listCategories(): Promise<{ category: string; papers: number }[]> {
  const rows = await db().categoryCount.groupBy({
    by: ["category"],
    _sum: { papers: true },
    orderBy: { category: "asc" },
  });
  return rows.flatMap(({ category, _sum }) => {
    const papers = _sum.papers ?? 0;
    return papers > 0 ? [{ category, papers }] : [];
  });
}

const noSuchPage = () => new AppError("not_found", "There is no such page.");
