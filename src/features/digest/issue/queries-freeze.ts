import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { BulkWriter } from "@/db/bulk";
import { db } from "@/db/client";
import type { Edition } from "@/features/digest/schedule/edition";
import type { Rhythm, Schedule } from "@/features/digest/schema";
import { addDays, toUtcDay } from "@/lib/day";
import type { Candidate } from "./choose";
import type { PaperText } from "./topics";

/** Papers are mailed within so many days after they were seen and listed. */
export const WINDOW_DAYS: Record<Rhythm, number> = {
  daily: 7,
  weekdays: 7,
  weekly: 14,
  monthly: 38,
};

const MOST_CANDIDATES = 20_000;
/** Read at a time: some milliseconds' work. */
const PAGE = 1000;

const DAY = 24 * 60 * 60_000;

type SeenPaper = {
  row: bigint;
  id: string;
  createdAt: Date;
  day: string;
  score: number;
  publishedAt: Date;
};

const byTrend = (a: SeenPaper, b: SeenPaper): number =>
  b.score - a.score || b.publishedAt.getTime() - a.publishedAt.getTime() || (a.id < b.id ? -1 : 1);

/**
 * What an issue may choose from: the papers that this site first saw, and that were listed or
 * announced, within the rhythm's window before `until`, in trending order. A late paper is in,
 * an archive that is filled today is not. By the index on createdAt, in pages.
 *
 * @param since papers first seen after it are new
 */
export async function listCandidates(
  rhythm: Rhythm,
  { since, until }: { since: Date; until: Date },
): Promise<Candidate[]> {
  const days = WINDOW_DAYS[rhythm];
  const firstDay = addDays(toUtcDay(until), 1 - days);
  let after = { row: 0n, createdAt: new Date(until.getTime() - days * DAY) };
  const found: SeenPaper[] = [];
  for (;;) {
    const page = await db().$queryRaw<SeenPaper[]>`
      SELECT "rowid" AS "row", "id", "createdAt", "day", "score", "publishedAt" FROM "Paper"
      WHERE "createdAt" = ${after.createdAt} AND "rowid" > ${after.row}
      UNION ALL
      SELECT "rowid" AS "row", "id", "createdAt", "day", "score", "publishedAt" FROM "Paper"
      WHERE "createdAt" > ${after.createdAt} AND "createdAt" <= ${until}
      ORDER BY "createdAt", "row" LIMIT ${PAGE}`;
    found.push(...page.filter(({ day }) => day >= firstDay));
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last;
    await setImmediate();
  }
  const best = found.sort(byTrend).slice(0, MOST_CANDIDATES);
  return best.map(({ id, createdAt }) => ({ id, isNew: createdAt > since }));
}

const strings = z.array(z.string());

/** What topics look at, of papers by their primary keys; in no order. */
export async function listPaperTexts(ids: string[]): Promise<PaperText[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    select: {
      ...{ id: true, title: true, summary: true, keywords: true, categories: true },
      ...{ authorNames: true, organization: { select: { name: true, fullname: true } } },
    },
  });
  return papers.map(({ keywords, categories, authorNames, organization, ...paper }) => ({
    ...paper,
    keywords: strings.parse(JSON.parse(keywords)),
    categories: strings.parse(JSON.parse(categories)),
    authors: authorNames.split("\n"),
    organizations: organization ? [organization.name, organization.fullname] : [],
  }));
}

const alike = z.object({
  size: z.number(),
  topics: z.string(),
  /** Ids of the selections they were, or may have been, mailed within the window, with a space between */
  mailed: z.string().nullable(),
  /** Those of mails within the window that were made for them and never left */
  missed: z.string().nullable(),
  /** JSON array of their ids */
  ids: z.string(),
  count: z.number(),
  /** Whether an earlier mail to one of them is still to go out */
  owed: z.number(),
});
/** Readers of an edition who want the same and were mailed the same: most are alike. */
export type SubscriptionGroup = z.infer<typeof alike>;

/** Read at a time: some milliseconds' work. */
const READERS = 500;

const OF_SCHEDULE = `"state" = 'active' AND "rhythm" = ? AND "timeZone" = ? AND "hour" = ?
  AND "weekday" = ? AND ("scheduledAt", "id") > (?, ?)`;

const PAGE_END_SQL = `
  SELECT "scheduledAt", "id" FROM "Subscription" WHERE ${OF_SCHEDULE} AND "scheduledAt" <= ?
  ORDER BY "scheduledAt", "id" LIMIT 1 OFFSET ${READERS - 1}`;

const READERS_SQL = `
  SELECT "size", "topics", "mailed", "missed", json_group_array("id") AS "ids", COUNT(*) AS "count",
    MAX("owed") AS "owed"
  FROM (
    SELECT s."id", s."size", s."topics",
      group_concat(CASE WHEN d."state" IN ('sent', 'sending', 'unknown')
        OR (d."uncertainAttempts" > 0 AND d."state" <> 'bounced') THEN d."selectionId" END, ' ') AS "mailed",
      group_concat(CASE WHEN d."state" IN ('pending', 'deferred', 'skipped')
        AND d."uncertainAttempts" = 0 THEN d."selectionId" END, ' ') AS "missed",
      MAX(d."readyAt" IS NOT NULL) AS "owed"
    FROM (
      SELECT "id", "size", "topics" FROM "Subscription"
      WHERE ${OF_SCHEDULE} AND ("scheduledAt", "id") <= (?, ?)
        AND ("pausedUntil" IS NULL OR "pausedUntil" <= ?)) s
    LEFT JOIN "Delivery" d ON d."subscriptionId" = s."id" AND d."date" >= ?
    GROUP BY s."id" HAVING COUNT(CASE WHEN d."date" = ? THEN 1 END) = 0)
  GROUP BY "size", "topics", "mailed", "missed"`;

/** Where a page of readers ends. */
const place = z.object({ scheduledAt: z.string(), id: z.string() });
/** After every id. */
const LAST_ID = "~";

type Readership = { schedule: Schedule; edition: Edition; dueAt: Date; until: Date };

/**
 * The readers to whom an edition belongs, in pages: active, not paused, with this schedule since it
 * was due, and with no mail of its date. By Subscription's index on state and schedule and
 * Delivery's on (subscriptionId, date); inside the transaction that freezes it.
 */
export async function* listSubscriptionGroups(
  bulk: BulkWriter,
  { schedule, edition, dueAt, until }: Readership,
): AsyncGenerator<SubscriptionGroup[]> {
  const { rhythm, timeZone, hour, weekday } = schedule;
  // A mail may be dated up to two days before the papers in it were seen: zones, and outages.
  const oldest = addDays(toUtcDay(until), -WINDOW_DAYS[rhythm] - 2);
  let after = { scheduledAt: "", id: "" };
  for (;;) {
    const from = [rhythm, timeZone, hour, weekday, after.scheduledAt, after.id];
    const end = place.optional().parse(bulk.all(PAGE_END_SQL, [...from, dueAt])[0]);
    const to = end ? [end.scheduledAt, end.id] : [dueAt, LAST_ID];
    const values = [...from, ...to, until, oldest, edition.date];
    yield z.array(alike).parse(bulk.all(READERS_SQL, values));
    if (!end) return;
    after = end;
    await setImmediate();
  }
}

/** The ids of the papers of selections, by primary keys. */
export async function listSelectedPaperIds(ids: string[]): Promise<Map<string, string[]>> {
  const found = await db().$queryRaw<{ id: string; papers: string }[]>`
    SELECT s."id", (SELECT json_group_array(json_extract(p."value", '$.id'))
      FROM json_each(s."papers") p) AS "papers"
    FROM json_each(${JSON.stringify(ids)}) i JOIN "DigestSelection" s ON s."id" = i."value"`;
  return new Map(found.map(({ id, papers }) => [id, strings.parse(JSON.parse(papers))]));
}
