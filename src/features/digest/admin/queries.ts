import { z } from "zod";
import { db } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { instant, jsonStrings, parseRows, toStoredInstant } from "@/db/stored";
import { choosePapers } from "@/features/digest/issue/choose";
import { getSelection } from "@/features/digest/issue/queries";
import { listCandidates } from "@/features/digest/issue/queries-freeze";
import { listDigestPapers } from "@/features/digest/issue/queries-papers";
import {
  type DigestPaper,
  PAPERS_PER_EMAIL,
  RHYTHMS,
  type Schedule,
  type Selection,
} from "@/features/digest/schema";
import { parseStateCounts, STATE_COUNTS_SQL } from "./queries-progress";
import type { StateCounts } from "./state-counts";

/** A schedule, and how many active subscriptions have it. */
export type ScheduleCount = Schedule & { subscribers: number };

export const SCHEDULE_COUNTS_SQL = `SELECT "rhythm", "timeZone", "hour", "weekday",
    count(*) AS "subscribers"
  FROM "Subscription" WHERE "state" = 'active' GROUP BY "rhythm", "timeZone", "hour", "weekday"`;
const scheduleCountRow = z.object({
  rhythm: z.enum(RHYTHMS),
  weekday: z.number(),
  hour: z.number(),
  timeZone: z.string(),
  subscribers: z.number(),
});

/**
 * Lists the schedules of active subscriptions, paused ones included. The index that begins with (state,
 * rhythm, timeZone, hour, weekday) has all columns that this reads. Runs in the read worker, because it
 * reads an entry of that index for each active subscription.
 */
export async function listScheduleCounts(): Promise<ScheduleCount[]> {
  const [rows] = await queryInWorker([{ sql: SCHEDULE_COUNTS_SQL, parameters: [] }]);
  return parseRows(scheduleCountRow, rows);
}

const ISSUES_PER_PAGE = 20;
/** Later than any issue. A full date: SQLite would compare a lone year as a number. */
const AFTER_ALL_ISSUES = "9999-12-31";

export const ISSUE_PAGE_SQL = `SELECT "id", "edition", "dueAt", "deliveryCount", "emptyReason"
  FROM "DigestIssue" WHERE ("dueAt", "id") < (?, ?)
  ORDER BY "dueAt" DESC, "id" DESC LIMIT ${ISSUES_PER_PAGE + 1}`;
const issueRow = z.object({
  id: z.string(),
  edition: z.string(),
  dueAt: instant,
  deliveryCount: z.number(),
  emptyReason: z.string().nullable(),
});
export type IssueRow = z.infer<typeof issueRow> & { counts: StateCounts };

/** The last issue of a page. The next page begins after it. */
export type IssueCursor = { dueAt: Date; id: string };

/**
 * Lists a page of issues with the states of their deliveries, newest first. By the index on dueAt and
 * Delivery's index (issueId, state, subscriptionId). Runs in the read worker, because it reads an index
 * entry for each delivery of the page.
 *
 * @param after the last issue of the page before; null for the first page
 */
export async function listIssues(
  after: IssueCursor | null,
): Promise<{ issues: IssueRow[]; next: IssueCursor | null }> {
  const [rows, counts] = await queryInWorker([
    {
      sql: ISSUE_PAGE_SQL,
      parameters: after ? [toStoredInstant(after.dueAt), after.id] : [AFTER_ALL_ISSUES, ""],
    },
    { sql: STATE_COUNTS_SQL, parameters: [{ step: 0, column: "id" }] },
  ]);
  const getCounts = parseStateCounts(counts);
  const pageAndOneMore = parseRows(issueRow, rows);
  const issues = pageAndOneMore
    .slice(0, ISSUES_PER_PAGE)
    .map((issue) => ({ ...issue, counts: getCounts(issue.id) }));
  const last = issues.at(-1);
  const hasMore = pageAndOneMore.length > ISSUES_PER_PAGE;
  return { issues, next: hasMore && last ? { dueAt: last.dueAt, id: last.id } : null };
}

const UNCERTAIN_ISSUES_SQL = `SELECT "id", "edition" FROM (
    SELECT "id", "edition", "dueAt" FROM "DigestIssue" ORDER BY "dueAt" DESC LIMIT 20000) AS i
  WHERE EXISTS (SELECT 1 FROM "Delivery" d WHERE d."issueId" = i."id" AND d."state" = 'unknown')
  LIMIT 20`;
const editionRow = z.object({ id: z.string(), edition: z.string() });

/**
 * Lists issues with uncertain deliveries, at most 20, newest first. Searches the last 20,000 issues:
 * those of a month if subscribers have a thousand schedules. By the index on dueAt, then one lookup
 * in Delivery's index for each issue, in the read worker.
 */
export async function listUncertainIssues(): Promise<{ id: string; edition: string }[]> {
  const [rows] = await queryInWorker([{ sql: UNCERTAIN_ISSUES_SQL, parameters: [] }]);
  return parseRows(editionRow, rows);
}

/** Returns the issue of an edition with the states of its deliveries, or null. By the unique index on edition. */
export async function findIssueWithCounts(edition: string) {
  const issue = await db().digestIssue.findUnique({
    where: { edition },
    include: { _count: { select: { selections: true } } },
  });
  if (!issue) return null;
  const { _count, candidates, ...columns } = issue;
  const [counts] = await queryInWorker([
    { sql: STATE_COUNTS_SQL, parameters: [JSON.stringify([issue.id])] },
  ]);
  return {
    ...columns,
    candidateCount: jsonStrings.parse(candidates).length,
    selectionCount: _count.selections,
    counts: parseStateCounts(counts)(issue.id),
  };
}

/**
 * Returns the selection of an edition for subscribers without topics, or null. By the unique index on
 * edition: that selection has the issue's id.
 */
export async function findDefaultSelection(edition: string): Promise<Selection | null> {
  const issue = await db().digestIssue.findUnique({ where: { edition }, select: { id: true } });
  return issue && findSelection(issue.id);
}

/** Returns the newest edition that has papers, or null. By the index on dueAt. */
export async function findLatestEdition(): Promise<string | null> {
  const latest = await db().digestIssue.findFirst({
    where: { selections: { some: { papers: { not: "[]" } } } },
    orderBy: { dueAt: "desc" },
    select: { edition: true },
  });
  return latest?.edition ?? null;
}

const MAX_LISTED_SELECTIONS = 20;

/** Lists selections of an issue, at most 20. By the index on issueId. */
export const listSelections = (issueId: string) =>
  db().digestSelection.findMany({
    where: { issueId },
    take: MAX_LISTED_SELECTIONS,
    select: { id: true, subject: true },
  });

/** Lists the papers that a daily issue made now would have for a subscriber without topics, best first. */
export async function listPapersForNow(now: Date): Promise<DigestPaper[]> {
  const last = await db().digestIssue.findFirst({
    where: { rhythm: "daily" },
    orderBy: { dueAt: "desc" },
    select: { until: true },
  });
  const since = last?.until ?? new Date(0);
  const candidates = await listCandidates("daily", { since, until: now });
  const chosen = choosePapers(candidates, { sent: new Set(), size: PAPERS_PER_EMAIL.default });
  const ids = chosen.map(({ id }) => id);
  const papers = await listDigestPapers(ids);
  return papers.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Returns a selection by its id, or null. By primary key. */
export async function findSelection(id: string): Promise<Selection | null> {
  const known = await db().digestSelection.findUnique({ where: { id }, select: { id: true } });
  return known && getSelection(known.id);
}
