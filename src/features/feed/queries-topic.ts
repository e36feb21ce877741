import { z } from "zod";
import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { integer, parseRows } from "@/db/stored";
import { formatCategory } from "@/features/papers/categories";
import type { MonthCount } from "./month-counts";
import { cardRow, hasSample, listCards, noSuchPage } from "./queries";
import { type Feed, PAGE_SIZE } from "./schema";
import type { Topic } from "./topic";

/** A topic shows its newest ten thousand papers: the database has to step over all rows before a page. */
export const MAX_TOPIC_PAGES = 200;

/** One page of a topic's papers, the newest first, with the number of its papers by month. */
export type TopicFeed = Feed & {
  /** The displayed name: of an organization its full name, of a category its title */
  label: string;
  counts: MonthCount[];
  topic: Topic;
};

type Range = { limit: number; offset: number };

/** By Author's (name, hidden, publishedAt, paperId) index, which covers the inner query. */
const authorRows = (name: string, { limit, offset }: Range) => Prisma.sql`
  SELECT a."paperId", p."newestDay" AS "day" FROM (
    SELECT DISTINCT "paperId", "publishedAt" FROM "Author" WHERE "name" = ${name} AND "hidden" = FALSE
    ORDER BY "publishedAt" DESC, "paperId" LIMIT ${limit} OFFSET ${offset}) a
  JOIN "Paper" p ON p."id" = a."paperId" ORDER BY a."publishedAt" DESC, a."paperId"`;

/** By PaperCategory's (category, publishedAt, paperId) index, which covers the inner query. */
const categoryRows = (name: string, { limit, offset }: Range) => Prisma.sql`
  SELECT c."paperId", p."newestDay" AS "day" FROM (
    SELECT "paperId", "publishedAt" FROM "PaperCategory" WHERE "category" = ${name}
    ORDER BY "publishedAt" DESC, "paperId" LIMIT ${limit} OFFSET ${offset}) c
  JOIN "Paper" p ON p."id" = c."paperId" ORDER BY c."publishedAt" DESC, c."paperId"`;

/**
 * By Organization's (name) and Paper's (organizationId, publishedAt, id) indexes. Two sources may give
 * one organization two ids, so SQLite sorts its papers, some thousands at most.
 */
const organizationRows = (name: string, { limit, offset }: Range) => Prisma.sql`
  SELECT o."paperId", p."newestDay" AS "day" FROM (
    SELECT "id" AS "paperId", "publishedAt" FROM "Paper"
    WHERE "organizationId" IN (SELECT "id" FROM "Organization" WHERE "name" = ${name})
    ORDER BY "publishedAt" DESC, "id" LIMIT ${limit} OFFSET ${offset}) o
  JOIN "Paper" p ON p."id" = o."paperId" ORDER BY o."publishedAt" DESC, o."paperId"`;

/**
 * The last submission of each paper by a submitter. The plus keeps SQLite from comparing each with all
 * their submissions: it reads the listings of the one paper instead.
 */
const lastSubmissions = (name: string) => Prisma.sql`
  "Listing" l WHERE l."submitterName" = ${name} AND NOT EXISTS (
    SELECT 1 FROM "Listing" n
    WHERE n."paperId" = l."paperId" AND n."day" > l."day" AND +n."submitterName" = ${name})`;

/** By Listing's (submitterName, day) index: the last submission first, then by id. */
const submitterRows = (name: string, { limit, offset }: Range) => Prisma.sql`
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
    FROM "Author" WHERE "name" = ${name} AND "hidden" = FALSE GROUP BY 1 ORDER BY 1`,
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

const monthRow = z.object({ month: z.string(), papers: integer });

/**
 * Returns the number of a topic's papers by month of publication (of a submitter: of submission), the
 * oldest first, without the months that have none. By the indexes of the rows, without reading a paper;
 * a category, which may contain half the archive, by the counts that triggers maintain.
 */
export async function countByMonth({ kind, name }: Topic): Promise<MonthCount[]> {
  return parseRows(monthRow, await db().$queryRaw(COUNT_QUERIES[kind](name)));
}

/** By Organization's index on name, by Listing's on submitterName. */
async function getTopicLabel({ kind, name }: Topic): Promise<string> {
  if (kind === "category") return formatCategory(name);
  if (kind === "organization") {
    const organization = await db().organization.findFirst({
      where: { name },
      orderBy: { id: "asc" },
    });
    return organization?.fullname || name;
  }
  if (kind === "submitter") {
    const listing = await db().listing.findFirst({
      where: { submitterName: name },
      orderBy: { day: "desc" },
      select: { submitterFullname: true },
    });
    return listing?.submitterFullname || name;
  }
  return name;
}

/**
 * Returns one page of a topic's papers, the newest first (of a submitter: the last submission first),
 * then by id. An author hidden at the source has no papers.
 *
 * @param page counted from 0
 * @throws AppError not_found for a topic without papers, and past its last page
 */
export async function getTopicFeed(topic: Topic, page = 0): Promise<TopicFeed> {
  if (page >= MAX_TOPIC_PAGES) throw noSuchPage();
  const range = { limit: PAGE_SIZE, offset: page * PAGE_SIZE };
  const rows = parseRows(cardRow, await db().$queryRaw(ROW_QUERIES[topic.kind](topic.name, range)));
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
    sample: hasSample(papers),
  };
}

/** Returns the handle of the organization with a full name and papers, or null. By Organization's (fullname). */
export async function findOrganizationName(fullname: string): Promise<string | null> {
  const organization = await db().organization.findFirst({
    where: { fullname, papers: { some: {} } },
    orderBy: { id: "asc" },
    select: { name: true },
  });
  return organization?.name ?? null;
}

/** Returns every category that has papers with their number. By CategoryCount, which has a row for each month. */
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
