import { db } from "@/db/client";
import type { Day } from "@/lib/day";
import { listCards } from "./queries";
import type { Feed } from "./schema";

/** A reader of the latest papers who asks once a day, late or twice, still misses none. */
const MIN_WHOLE_DAYS = 3;
const MIN_LISTINGS = 100;
const MAX_LISTINGS = 500;

/**
 * So many listings make up the newest three days and at least a hundred papers, the last day
 * whole; at most 500. Read from the end of Listing's (day, …) index, no further than those days.
 */
export async function countLatestListings(): Promise<number> {
  const [found] = await db().$queryRaw<{ count: number | bigint }[]>`
    SELECT COUNT(*) AS "count" FROM (
      SELECT 1 FROM "Listing" WHERE "day" >= MIN(
        COALESCE((SELECT "day" FROM (SELECT DISTINCT "day" FROM "Listing" ORDER BY "day" DESC)
          LIMIT 1 OFFSET ${MIN_WHOLE_DAYS - 1}), ''),
        COALESCE((SELECT "day" FROM "Listing" ORDER BY "day" DESC LIMIT 1 OFFSET ${MIN_LISTINGS - 1}), ''))
      LIMIT ${MAX_LISTINGS})`;
  return Math.max(MIN_LISTINGS, Number(found?.count ?? 0));
}

/**
 * The newest listing days first, each day in its own order: most upvotes, then newest, then by
 * id. A paper that stands on several days comes once, on the last. Read from the end of Listing's
 * (day, upvotes, publishedAt, paperId) index, to which the range of all days leads SQLite.
 *
 * @param size how many, from the newest on
 */
export async function getLatest(size: number): Promise<Feed> {
  const rows = await db().$queryRaw<{ paperId: string; day: Day }[]>`
    SELECT l."paperId", l."day" FROM "Listing" l
    WHERE l."day" BETWEEN '' AND '9999' AND NOT EXISTS (
      SELECT 1 FROM "Listing" n WHERE n."paperId" = l."paperId" AND n."day" > l."day")
    ORDER BY l."day" DESC, l."upvotes" DESC, l."publishedAt" DESC, l."paperId"
    LIMIT ${size}`;
  const papers = await listCards(rows);
  return {
    view: { kind: "latest" },
    period: null,
    papers,
    page: 0,
    pages: 1,
    total: papers.length,
    previous: null,
    next: null,
    sample: papers.some(({ sample }) => sample),
  };
}
