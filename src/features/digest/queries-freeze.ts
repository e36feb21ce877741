import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { BulkWriter } from "@/db/bulk";
import { db } from "@/db/client";
import { addDays, dayOf } from "@/lib/day";
import type { Candidate } from "./choose";
import type { Edition } from "./edition";
import type { Rhythm, Schedule } from "./schema";
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
  const firstDay = addDays(dayOf(until), 1 - days);
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

/** A reader to whom an edition belongs. */
export type EditionReader = {
  id: string;
  scheduledAt: string;
  size: number;
  topics: string;
  /** Ids of the selections they were, or may have been, mailed within the window, with a space between */
  mailed: string | null;
  /** Those of mails within the window that were made for them and never left */
  missed: string | null;
  /** Whether an earlier mail to them is still to go out */
  owed: number;
  /** Whether they have a mail of this date */
  served: number;
};

const READERS = 500;

const READERS_SQL = `
  SELECT s."id", s."scheduledAt", s."size", s."topics",
    group_concat(CASE WHEN d."state" IN ('sent', 'sending', 'unknown')
      OR (d."doubts" > 0 AND d."state" <> 'bounced') THEN d."selectionId" END, ' ') AS "mailed",
    group_concat(CASE WHEN d."state" IN ('pending', 'deferred', 'skipped')
      AND d."doubts" = 0 THEN d."selectionId" END, ' ') AS "missed",
    MAX(d."readyAt" IS NOT NULL) AS "owed", MAX(d."date" = ?) AS "served"
  FROM (
    SELECT "id", "scheduledAt", "size", "topics" FROM "Subscription"
    WHERE "state" = 'active' AND "rhythm" = ? AND "timeZone" = ? AND "hour" = ? AND "weekday" = ?
      AND ("scheduledAt", "id") > (?, ?) AND "scheduledAt" <= ?
      AND ("pausedUntil" IS NULL OR "pausedUntil" <= ?)
    ORDER BY "scheduledAt", "id" LIMIT ${READERS}) s
  LEFT JOIN "Delivery" d ON d."subscriptionId" = s."id" AND d."date" >= ?
  GROUP BY s."scheduledAt", s."id" ORDER BY s."scheduledAt", s."id"`;

type Readership = { schedule: Schedule; edition: Edition; dueAt: Date; until: Date };

/**
 * The readers to whom an edition belongs, in pages: active, not paused, with this schedule since it
 * was due, and with no mail of its date. By Subscription's index on state and schedule and
 * Delivery's on (subscriptionId, date); inside the transaction that freezes it.
 */
export async function* pagesOfReaders(
  bulk: BulkWriter,
  { schedule, edition, dueAt, until }: Readership,
): AsyncGenerator<EditionReader[]> {
  const { rhythm, timeZone, hour, weekday } = schedule;
  // A mail may be dated up to two days before the papers in it were seen: zones, and outages.
  const from = addDays(dayOf(until), -WINDOW_DAYS[rhythm] - 2);
  let after: { scheduledAt: string; id: string } = { scheduledAt: "", id: "" };
  for (;;) {
    const page = bulk.all<EditionReader>(READERS_SQL, [
      ...[edition.date, rhythm, timeZone, hour, weekday],
      ...[after.scheduledAt, after.id, dueAt, until, from],
    ]);
    yield page.filter(({ served }) => !served);
    const last = page.at(-1);
    if (!last || page.length < READERS) return;
    after = last;
    await setImmediate();
  }
}

/** The ids of the papers of selections, by primary keys. */
export async function listSelected(ids: string[]): Promise<Map<string, string[]>> {
  const found = await db().$queryRaw<{ id: string; papers: string }[]>`
    SELECT s."id", (SELECT json_group_array(json_extract(p."value", '$.id'))
      FROM json_each(s."papers") p) AS "papers"
    FROM json_each(${JSON.stringify(ids)}) i JOIN "DigestSelection" s ON s."id" = i."value"`;
  return new Map(found.map(({ id, papers }) => [id, strings.parse(JSON.parse(papers))]));
}
