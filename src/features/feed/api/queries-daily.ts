import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { parseRows } from "@/db/stored";
import { AppError } from "@/lib/errors";
import { cardRow } from "../queries";
import type { DailyQuery } from "./parameters";
import type { EntryRow } from "./queries-entries";

const { sql, join } = Prisma;

/** Without a period, pages end here: the database has to step over all rows before a page. */
export const MAX_OFFSET = 100_000;

const ORDER_WITHIN_DAY = sql`l."upvotes" DESC, l."publishedAt" DESC, l."paperId"`;

/**
 * Selects the listings of a period, of a submitter, or of both. Within a period, or with an order other
 * than by day, a paper comes once, by its last listing. By the (day, upvotes, publishedAt, paperId) and
 * (submitterName, day) indexes. SQLite sorts only the listings of the period or of the submitter;
 * without either, only those of the days that the page needs.
 */
function selectListings({ period, submitter, sort }: DailyQuery): Prisma.Sql {
  // A range over all days makes SQLite use the index by day.
  const { first, last } = period ?? { first: "", last: "9999" };
  const sameSubmitter = submitter === undefined ? sql`` : sql`AND n."submitterName" = ${submitter}`;
  const isLastListing = sql`NOT EXISTS (SELECT 1 FROM "Listing" n WHERE n."paperId" = l."paperId"
    AND n."day" > l."day" AND n."day" <= ${last} ${sameSubmitter})`;
  const conditions = [sql`l."day" BETWEEN ${first} AND ${last}`];
  if (submitter !== undefined) conditions.push(sql`l."submitterName" = ${submitter}`);
  if (period || sort) conditions.push(isLastListing);
  const where = join(conditions, " AND ");
  if (sort === "trending") {
    return sql`
      SELECT l."paperId", l."day" FROM "Listing" l JOIN "Paper" p ON p."id" = l."paperId"
      WHERE ${where} ORDER BY p."score" DESC, p."publishedAt" DESC, p."id"`;
  }
  const orderByDay = period ? ORDER_WITHIN_DAY : sql`l."day" DESC, ${ORDER_WITHIN_DAY}`;
  const order = sort === "publishedAt" ? sql`l."publishedAt" DESC, l."paperId"` : orderByDay;
  return sql`SELECT l."paperId", l."day" FROM "Listing" l WHERE ${where} ORDER BY ${order}`;
}

const LAST_DAY = sql`(SELECT MAX(l."day") FROM "Listing" l WHERE l."paperId" = p."id") AS "day"`;

/** All papers in the order of the trending page. By the (score, publishedAt, id) index. */
const selectByTrend = sql`
  SELECT p."id" AS "paperId", ${LAST_DAY} FROM "Paper" p
  ORDER BY p."score" DESC, p."publishedAt" DESC, p."id"`;

/** All listed papers, the newest publication first. By the (listed, publishedAt, id) index. */
const selectByDate = sql`
  SELECT p."id" AS "paperId", ${LAST_DAY} FROM "Paper" p WHERE p."listed" = TRUE
  ORDER BY p."publishedAt" DESC, p."id"`;

function selectRows(query: DailyQuery): Prisma.Sql {
  const { period, submitter, sort } = query;
  if (period || submitter !== undefined || !sort) return selectListings(query);
  return sort === "trending" ? selectByTrend : selectByDate;
}

/** An archive paper has no listing. */
const entryRow = cardRow.extend({ day: cardRow.shape.day.nullable() });

async function readRows(query: DailyQuery, limit: number, offset: number): Promise<EntryRow[]> {
  const rows = await db().$queryRaw(sql`${selectRows(query)} LIMIT ${limit} OFFSET ${offset}`);
  return parseRows(entryRow, rows);
}

/**
 * Returns the rows of one page of /api/daily_papers; none past the last page.
 *
 * @throws AppError bad_request for a page that is too deep without a period
 */
export async function listDailyRows(query: DailyQuery): Promise<EntryRow[]> {
  const offset = query.page * query.limit;
  if (query.period || offset <= MAX_OFFSET) return readRows(query, query.limit, offset);
  const deepest = await readRows(query, 1, MAX_OFFSET);
  if (deepest.length === 0) return [];
  throw new AppError("bad_request", "p: too large. Choose a date, week or month instead.");
}
