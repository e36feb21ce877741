import { z } from "zod";
import { db } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { instant, toStoredInstant } from "@/db/stored";
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

export type ScheduleCount = Schedule & { subscribers: number };

const scheduleRow = z.object({
  rhythm: z.enum(RHYTHMS),
  ...{ weekday: z.number(), hour: z.number(), timeZone: z.string(), subscribers: z.number() },
});

export const SCHEDULE_COUNTS_SQL = `SELECT "rhythm", "timeZone", "hour", "weekday", count(*) AS "subscribers"
  FROM "Subscription" WHERE "state" = 'active' GROUP BY "rhythm", "timeZone", "hour", "weekday"`;

/**
 * The schedules that active readers chose, those who pause too. By the index that begins with (state,
 * rhythm, timeZone, hour, weekday), which has all it needs; a step a reader, aside.
 */
export async function listScheduleCounts(): Promise<ScheduleCount[]> {
  const [rows] = await queryInWorker([{ sql: SCHEDULE_COUNTS_SQL, parameters: [] }]);
  return z.array(scheduleRow).parse(rows);
}

const issueRow = z.object({
  ...{
    id: z.string(),
    edition: z.string(),
    deliveryCount: z.number(),
    emptyReason: z.string().nullable(),
  },
  dueAt: instant,
  candidates: z.number(),
});
export type IssueRow = z.infer<typeof issueRow> & { counts: StateCounts };

const ISSUES_PER_PAGE = 20;
/** Later than any issue; not just a year, which a column of instants would take for a number. */
const AFTER_ALL_ISSUES = "9999-12-31";

export const ISSUE_PAGE_SQL = `SELECT "id", "edition", "dueAt", "deliveryCount", "emptyReason",
    json_array_length("candidates") AS "candidates"
  FROM "DigestIssue" WHERE ("dueAt", "id") < (?, ?)
  ORDER BY "dueAt" DESC, "id" DESC LIMIT ${ISSUES_PER_PAGE + 1}`;

/** Where a page of issues ends: the next one begins after it. */
export type IssueCursor = { dueAt: Date; id: string };

/**
 * Issues with how their deliveries stand, the newest first, a page from a mark on. By the index on dueAt
 * and Delivery's (issueId, state, subscriptionId); a step a delivery of this page, aside.
 */
export async function listIssues(
  after: IssueCursor | null,
): Promise<{ issues: IssueRow[]; next: IssueCursor | null }> {
  const mark = after ? [toStoredInstant(after.dueAt), after.id] : [AFTER_ALL_ISSUES, ""];
  const [rows, counts] = await queryInWorker([
    { sql: ISSUE_PAGE_SQL, parameters: mark },
    { sql: STATE_COUNTS_SQL, parameters: [{ step: 0, column: "id" }] },
  ]);
  const countsOf = parseStateCounts(counts);
  const all = z.array(issueRow).parse(rows);
  const issues = all
    .slice(0, ISSUES_PER_PAGE)
    .map((line) => ({ ...line, counts: countsOf(line.id) }));
  const last = issues.at(-1);
  return {
    issues,
    next: all.length > ISSUES_PER_PAGE && last ? { dueAt: last.dueAt, id: last.id } : null,
  };
}

export const UNCERTAIN_ISSUES_SQL = `SELECT "id", "edition" FROM (
    SELECT "id", "edition", "dueAt" FROM "DigestIssue" ORDER BY "dueAt" DESC LIMIT 20000) AS i
  WHERE EXISTS (SELECT 1 FROM "Delivery" d WHERE d."issueId" = i."id" AND d."state" = 'unknown')
  LIMIT 20`;

/**
 * Which of the last 20,000 issues wait for a decision: a month's, where readers have a thousand
 * schedules. By the index on dueAt, then a look a piece, aside.
 */
export async function listUncertainIssues(): Promise<{ id: string; edition: string }[]> {
  const [rows] = await queryInWorker([{ sql: UNCERTAIN_ISSUES_SQL, parameters: [] }]);
  return z.array(z.object({ id: z.string(), edition: z.string() })).parse(rows);
}

/** The issue of an edition with how its deliveries stand; by the unique index on edition. */
export async function findIssueWithCounts(edition: string) {
  const issue = await db().digestIssue.findUnique({
    where: { edition },
    include: { _count: { select: { selections: true } } },
  });
  if (!issue) return null;
  const [counts] = await queryInWorker([
    { sql: STATE_COUNTS_SQL, parameters: [JSON.stringify([issue.id])] },
  ]);
  const candidateCount = z.array(z.string()).parse(JSON.parse(issue.candidates)).length;
  return { ...issue, candidateCount, counts: parseStateCounts(counts)(issue.id) };
}

/** The issue of an edition as its own readers without topics have it, or null. By the index on edition. */
export async function findDefaultSelection(edition: string): Promise<Selection | null> {
  const issue = await db().digestIssue.findUnique({ where: { edition }, select: { id: true } });
  return issue && findSelection(issue.id);
}

/** The newest edition that has papers. By the index on dueAt. */
export async function findLatestEdition(): Promise<string | null> {
  const latest = await db().digestIssue.findFirst({
    where: { selections: { some: { papers: { not: "[]" } } } },
    orderBy: { dueAt: "desc" },
    select: { edition: true },
  });
  return latest?.edition ?? null;
}

/** The first selections of an issue. By the index on issueId. */
export const listSelections = (issueId: string) =>
  db().digestSelection.findMany({
    where: { issueId },
    take: ISSUES_PER_PAGE,
    select: { id: true, subject: true, reason: true },
  });

/** What a daily issue would have that was made at this moment, for a reader without topics. */
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

/** A selection by its id, or null. By primary key. */
export async function findSelection(id: string): Promise<Selection | null> {
  const known = await db().digestSelection.findUnique({ where: { id }, select: { id: true } });
  return known && getSelection(known.id);
}
