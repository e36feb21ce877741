import { z } from "zod";
import { db } from "@/db/client";
import { integer, parseRows } from "@/db/stored";
import { cardRow, hasSample, listCards } from "./queries";
import type { Feed } from "./schema";

/** A feed reader that polls once a day misses no paper, even if it skips a day. */
const WHOLE_DAYS = 3;
const MIN_LISTINGS = 100;
const MAX_LISTINGS = 500;

const countRow = z.object({ count: integer });

/**
 * Returns how many listings the latest feed has: those of the newest three days, or of more days until
 * there are 100, and at most 500, which can cut the last day short. From the end of Listing's (day, …)
 * index, no further than those days.
 */
export async function countLatestListings(): Promise<number> {
  const rows = await db().$queryRaw`
    SELECT COUNT(*) AS "count" FROM (
      SELECT 1 FROM "Listing" WHERE "day" >= MIN(
        COALESCE((SELECT "day" FROM (SELECT DISTINCT "day" FROM "Listing" ORDER BY "day" DESC)
          LIMIT 1 OFFSET ${WHOLE_DAYS - 1}), ''),
        COALESCE((SELECT "day" FROM "Listing" ORDER BY "day" DESC
          LIMIT 1 OFFSET ${MIN_LISTINGS - 1}), ''))
      LIMIT ${MAX_LISTINGS})`;
  const [row] = parseRows(countRow, rows);
  return Math.max(MIN_LISTINGS, row?.count ?? 0);
}

/**
 * Returns the newest papers by listing day; within a day by upvotes, then the newest, then by id. A paper
 * with several listings comes once, on its last day. From the end of Listing's (day, upvotes,
 * publishedAt, paperId) index, which SQLite chooses because of the range over all days.
 */
export async function getLatest(size: number): Promise<Feed> {
  const rows = await db().$queryRaw`
    SELECT l."paperId", l."day" FROM "Listing" l
    WHERE l."day" BETWEEN '' AND '9999' AND NOT EXISTS (
      SELECT 1 FROM "Listing" n WHERE n."paperId" = l."paperId" AND n."day" > l."day")
    ORDER BY l."day" DESC, l."upvotes" DESC, l."publishedAt" DESC, l."paperId"
    LIMIT ${size}`;
  const papers = await listCards(parseRows(cardRow, rows));
  return {
    view: { kind: "latest" },
    period: null,
    papers,
    page: 0,
    pages: 1,
    total: papers.length,
    previous: null,
    next: null,
    sample: hasSample(papers),
  };
}
