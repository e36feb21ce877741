import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { BulkWriter } from "@/db/bulk";
import { db } from "@/db/client";
import { integer, jsonStrings, parseRows } from "@/db/stored";
import { GIVEN_UP_ANSWER, TOO_OLD_ANSWER } from "@/features/digest/limits";
import type { Edition } from "@/features/digest/schedule/edition";
import type { Rhythm, Schedule } from "@/features/digest/schema";
import { addDays, toUtcDay } from "@/lib/day";
import { DAY } from "@/lib/duration";
import type { Candidate } from "./choose";
import type { PaperText } from "./topics";

/** A paper can be sent for this many days after it was first seen and listed. */
export const WINDOW_DAYS: Record<Rhythm, number> = {
  daily: 7,
  weekdays: 7,
  weekly: 14,
  monthly: 38,
};

/**
 * An email's date can be up to this many days before its papers were first seen: time zones differ,
 * and an issue is made up to a day late after an outage.
 */
export const MAX_DATE_LAG_DAYS = 2;

const MAX_CANDIDATES = 20_000;

/** Some milliseconds' work, after which other tasks get a turn. */
const PAPERS_PER_TURN = 1000;
const SUBSCRIPTIONS_PER_TURN = 500;

const seenPaper = z.object({
  row: integer,
  id: z.string(),
  createdAt: z.date(),
  day: z.string(),
  score: z.number(),
  publishedAt: z.date(),
});
type SeenPaper = z.infer<typeof seenPaper>;

const compareByTrend = (a: SeenPaper, b: SeenPaper): number =>
  b.score - a.score || b.publishedAt.getTime() - a.publishedAt.getTime() || (a.id < b.id ? -1 : 1);

/**
 * Lists the papers that an issue may choose from, in trending order: those that this site first saw,
 * and that were listed or announced, within the rhythm's window before `until`. So a paper that
 * arrives late is included, and an archive that is imported today is not. Reads the index on
 * createdAt, page by page.
 *
 * @param since papers first seen after it are new
 */
export async function listCandidates(
  rhythm: Rhythm,
  { since, until }: { since: Date; until: Date },
): Promise<Candidate[]> {
  const days = WINDOW_DAYS[rhythm];
  const firstDay = addDays(toUtcDay(until), 1 - days);
  let after = { row: 0, createdAt: new Date(until.getTime() - days * DAY) };
  const seen: SeenPaper[] = [];
  for (;;) {
    const rows = await db().$queryRaw`
      SELECT "rowid" AS "row", "id", "createdAt", "day", "score", "publishedAt" FROM "Paper"
      WHERE "createdAt" = ${after.createdAt} AND "rowid" > ${after.row}
      UNION ALL
      SELECT "rowid" AS "row", "id", "createdAt", "day", "score", "publishedAt" FROM "Paper"
      WHERE "createdAt" > ${after.createdAt} AND "createdAt" <= ${until}
      ORDER BY "createdAt", "row" LIMIT ${PAPERS_PER_TURN}`;
    const page = parseRows(seenPaper, rows);
    seen.push(...page.filter(({ day }) => day >= firstDay));
    const last = page.at(-1);
    if (!last || page.length < PAPERS_PER_TURN) break;
    after = last;
    await setImmediate();
  }
  const best = seen.sort(compareByTrend).slice(0, MAX_CANDIDATES);
  return best.map(({ id, createdAt }) => ({ id, isNew: createdAt > since }));
}

/** Reads the texts of papers that topics are compared with, by primary key; in no particular order. */
export async function listPaperTexts(ids: string[]): Promise<PaperText[]> {
  const papers = await db().paper.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      title: true,
      summary: true,
      keywords: true,
      categories: true,
      authorNames: true,
      organization: { select: { name: true, fullname: true } },
    },
  });
  return papers.map(({ keywords, categories, authorNames, organization, ...paper }) => ({
    ...paper,
    keywords: jsonStrings.parse(keywords),
    categories: jsonStrings.parse(categories),
    authors: authorNames.split("\n"),
    organizations: organization ? [organization.name, organization.fullname] : [],
  }));
}

/** `all` or `some` of an issue's emails were never sent and are not sent any more, or `none` of them. */
export type Unsent = "all" | "some" | "none";

/**
 * Finds how many of an issue's emails were not sent although their subscribers waited for them: the
 * issue was too old, the retries were given up, or they still wait and a later issue takes their place.
 * Uses Delivery's index on (issueId, state, subscriptionId).
 */
export async function findUnsent(issueId: string): Promise<Unsent> {
  const unsent = await db().delivery.findFirst({
    where: {
      issueId,
      uncertainAttempts: 0,
      OR: [
        { state: { in: ["pending", "deferred"] } },
        { state: "skipped", answer: TOO_OLD_ANSWER },
        { state: "skipped", answer: { startsWith: GIVEN_UP_ANSWER } },
      ],
    },
    select: { issueId: true },
  });
  if (!unsent) return "none";
  const sent = await db().delivery.findFirst({
    where: { issueId, state: { in: ["sent", "sending", "unknown"] } },
    select: { issueId: true },
  });
  return sent ? "some" : "all";
}

const subscriptionGroup = z.object({
  size: z.number(),
  topics: z.string(),
  /** Space-separated ids of selections sent, or possibly sent, within the window */
  sent: z.string().nullable(),
  /** Space-separated ids of selections within the window whose emails were never sent */
  unsent: z.string().nullable(),
  /** JSON array of the subscriptions' ids */
  subscriptionIds: z.string(),
  count: z.number(),
  /** 1 if an earlier email to one of them is still waiting to be sent, otherwise 0 */
  hasWaiting: z.number(),
});
/** Subscriptions of an edition that get the same papers: equal size and topics, and the same papers sent before. */
export type SubscriptionGroup = z.infer<typeof subscriptionGroup>;

const SCHEDULE_CONDITION = `"state" = 'active' AND "rhythm" = ? AND "timeZone" = ? AND "hour" = ?
  AND "weekday" = ? AND ("scheduledAt", "id") > (?, ?)`;

const PAGE_END_SQL = `
  SELECT "scheduledAt", "id" FROM "Subscription" WHERE ${SCHEDULE_CONDITION} AND "scheduledAt" <= ?
  ORDER BY "scheduledAt", "id" LIMIT 1 OFFSET ${SUBSCRIPTIONS_PER_TURN - 1}`;

const GROUPS_SQL = `
  SELECT "size", "topics", "sent", "unsent", json_group_array("id") AS "subscriptionIds",
    COUNT(*) AS "count", MAX("hasWaiting") AS "hasWaiting"
  FROM (
    SELECT s."id", s."size", s."topics",
      group_concat(CASE WHEN d."state" IN ('sent', 'sending', 'unknown')
        OR (d."uncertainAttempts" > 0 AND d."state" <> 'bounced') THEN d."selectionId" END, ' ') AS "sent",
      group_concat(CASE WHEN d."state" IN ('pending', 'deferred', 'skipped')
        AND d."uncertainAttempts" = 0 THEN d."selectionId" END, ' ') AS "unsent",
      MAX(d."readyAt" IS NOT NULL) AS "hasWaiting"
    FROM (
      SELECT "id", "size", "topics" FROM "Subscription"
      WHERE ${SCHEDULE_CONDITION} AND ("scheduledAt", "id") <= (?, ?)
        AND ("pausedUntil" IS NULL OR "pausedUntil" <= ?)) s
    LEFT JOIN "Delivery" d ON d."subscriptionId" = s."id" AND d."date" >= ?
    GROUP BY s."id" HAVING COUNT(CASE WHEN d."date" = ? THEN 1 END) = 0)
  GROUP BY "size", "topics", "sent", "unsent"`;

/** The last subscription of a page. */
const pageEnd = z.object({ scheduledAt: z.string(), id: z.string() });

/** Sorts after every id. */
const LAST_ID = "~";

type EditionToFreeze = { schedule: Schedule; edition: Edition; dueAt: Date; until: Date };

/**
 * Lists the subscriptions that get an edition, grouped, page by page: active, not paused, on this
 * schedule since before the edition was due, and without a delivery of its date. Reads
 * Subscription's index on state and schedule and Delivery's index on (subscriptionId, date), inside
 * the transaction that freezes the issue.
 */
export async function* listSubscriptionGroups(
  bulk: BulkWriter,
  { schedule, edition, dueAt, until }: EditionToFreeze,
): AsyncGenerator<SubscriptionGroup[]> {
  const { rhythm, timeZone, hour, weekday } = schedule;
  const oldestDate = addDays(toUtcDay(until), -WINDOW_DAYS[rhythm] - MAX_DATE_LAG_DAYS);
  let after = { scheduledAt: "", id: "" };
  for (;;) {
    const from = [rhythm, timeZone, hour, weekday, after.scheduledAt, after.id];
    const [end] = parseRows(pageEnd, bulk.all(PAGE_END_SQL, [...from, dueAt]));
    const to = end ? [end.scheduledAt, end.id] : [dueAt, LAST_ID];
    const values = [...from, ...to, until, oldestDate, edition.date];
    yield parseRows(subscriptionGroup, bulk.all(GROUPS_SQL, values));
    if (!end) return;
    after = end;
    await setImmediate();
  }
}

const selectedPapers = z.object({ id: z.string(), paperIds: jsonStrings });

/** Returns the ids of the papers of selections, by the selections' primary keys. */
export async function listSelectedPaperIds(ids: string[]): Promise<Map<string, string[]>> {
  const rows = await db().$queryRaw`
    SELECT s."id", (SELECT json_group_array(json_extract(p."value", '$.id'))
      FROM json_each(s."papers") p) AS "paperIds"
    FROM json_each(${JSON.stringify(ids)}) i JOIN "DigestSelection" s ON s."id" = i."value"`;
  return new Map(parseRows(selectedPapers, rows).map(({ id, paperIds }) => [id, paperIds]));
}
