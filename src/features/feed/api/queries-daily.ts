import { db } from "@/db/client";
import { Prisma } from "@/db/generated/client";
import { AppError } from "@/lib/errors";
import type { DailyQuery } from "./parameters";
import type { EntryRow } from "./queries-entries";

const { sql, join } = Prisma;

/** Skipping rows costs: nobody pages deeper without a period. */
export const MAX_OFFSET = 100_000;

const IN_ORDER = sql`l."upvotes" DESC, l."publishedAt" DESC, l."paperId"`;

/**
 * Listings of a period, of a submitter, or both; within a period or another order than the days'
 * a paper comes once, as its last listing there says. Read by the indexes (day, upvotes,
 * publishedAt, paperId) and (submitterName, day); sorted is no more than the period or the
 * submitter has, and without either only the days that the page reaches.
 */
function selectListings({ period, submitter, sort }: DailyQuery): Prisma.Sql {
  // Without a period, too, a range of days: it leads SQLite to go by the days' index.
  const { first, last } = period ?? { first: "", last: "9999" };
  const by = submitter === undefined ? sql`` : sql`AND n."submitterName" = ${submitter}`;
  const once = sql`NOT EXISTS (SELECT 1 FROM "Listing" n WHERE n."paperId" = l."paperId"
    AND n."day" > l."day" AND n."day" <= ${last} ${by})`;
  const where = [
    sql`l."day" BETWEEN ${first} AND ${last}`,
    submitter === undefined ? sql`TRUE` : sql`l."submitterName" = ${submitter}`,
    period || sort ? once : sql`TRUE`,
  ];
  const order = period ? IN_ORDER : sql`l."day" DESC, ${IN_ORDER}`;
  const sorted = sort === "publishedAt" ? sql`l."publishedAt" DESC, l."paperId"` : order;
  const ranked = sort === "trending";
  return sql`
    SELECT l."paperId", l."day" FROM "Listing" l
    ${ranked ? sql`JOIN "Paper" p ON p."id" = l."paperId"` : sql``}
    WHERE ${join(where, " AND ")}
    ORDER BY ${ranked ? sql`p."score" DESC, p."publishedAt" DESC, p."id"` : sorted}`;
}

const LAST_LISTING = sql`(SELECT MAX(l."day") FROM "Listing" l WHERE l."paperId" = p."id") AS "day"`;

/** All papers as the site's trending page orders them. Read by the (score, publishedAt, id) index. */
const selectByTrend = sql`
  SELECT p."id" AS "paperId", ${LAST_LISTING} FROM "Paper" p
  ORDER BY p."score" DESC, p."publishedAt" DESC, p."id"`;

/** All papers that stand on a day, newest first. Read by the (listed, publishedAt, id) index. */
const selectByDate = sql`
  SELECT p."id" AS "paperId", ${LAST_LISTING} FROM "Paper" p WHERE p."listed" = TRUE
  ORDER BY p."publishedAt" DESC, p."id"`;

function selectRows(query: DailyQuery): Prisma.Sql {
  const { period, submitter, sort } = query;
  if (period || submitter !== undefined || !sort) return selectListings(query);
  return sort === "trending" ? selectByTrend : selectByDate;
}

const readRows = (query: DailyQuery, limit: number, offset: number): Promise<EntryRow[]> =>
  db().$queryRaw<EntryRow[]>(sql`${selectRows(query)} LIMIT ${limit} OFFSET ${offset}`);

/**
 * The rows of a page of /api/daily_papers; none past the last page.
 *
 * @throws AppError bad_request for a page that is too deep without a period
 */
export async function listDailyRows(query: DailyQuery): Promise<EntryRow[]> {
  const offset = query.page * query.limit;
  if (query.period || offset <= MAX_OFFSET) return readRows(query, query.limit, offset);
  const beyond = await readRows(query, 1, MAX_OFFSET);
  if (beyond.length === 0) return [];
  throw new AppError("bad_request", "p: too deep. Ask by date, week or month instead.");
}
