import { z } from "zod";
import { db } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { instant, toStoredInstant } from "@/db/stored";
import { formatEdition } from "@/features/digest/schedule/describe";
import { type DeliveryProgress, filterOpenIssues } from "./progress";
import { countStates, type StateCounts } from "./state-counts";

const HOUR = 60 * 60_000;
/** What is older is not sent any more: 24 hours, and 12 of tries. */
const MAX_ISSUE_AGE_HOURS = 36;
const MAX_ISSUES = 1_000;

const issueRow = z.object({
  ...{ id: z.string(), edition: z.string(), deliveryCount: z.number() },
  dueAt: instant,
});
const countRow = z.object({ issueId: z.string(), state: z.string(), count: z.number() });
const deferredRow = z.object({ issueId: z.string(), first: instant, last: instant });

export const ISSUES_SINCE_SQL = `SELECT "id", "edition", "dueAt", "deliveryCount" FROM "DigestIssue"
  WHERE "dueAt" > ? ORDER BY "dueAt" DESC LIMIT ${MAX_ISSUES}`;
/** A list of ids, as JSON. By Delivery's index (issueId, state, subscriptionId), which has all it needs. */
export const STATE_COUNTS_SQL = `SELECT "issueId", "state", count(*) AS "count" FROM "Delivery"
  WHERE "issueId" IN (SELECT value FROM json_each(?)) GROUP BY "issueId", "state"`;
export const DEFERRED_SQL = `SELECT "issueId", min("readyAt") AS "first", max("readyAt") AS "last"
  FROM "Delivery" WHERE "issueId" IN (SELECT value FROM json_each(?)) AND "state" = 'deferred'
  GROUP BY "issueId"`;

/** Counts of each issue named in rows of COUNTS_OF. */
export function parseStateCounts(rows: unknown): (issueId: string) => StateCounts {
  const all = z.array(countRow).parse(rows);
  return (issueId) => countStates(all.filter((row) => row.issueId === issueId));
}

/**
 * What is being mailed, by whom, or why not. Issues by the index on dueAt, their counts and what is
 * put off by (issueId, state, subscriptionId): as many steps as deliveries of the last 36 hours, aside.
 */
export async function getProgress(now: Date): Promise<DeliveryProgress> {
  const since = new Date(now.getTime() - MAX_ISSUE_AGE_HOURS * HOUR);
  const ids = { step: 0, column: "id" };
  const [issues, counts, deferred] = await queryInWorker([
    { sql: ISSUES_SINCE_SQL, parameters: [toStoredInstant(since)] },
    { sql: STATE_COUNTS_SQL, parameters: [ids] },
    { sql: DEFERRED_SQL, parameters: [ids] },
  ]);
  const countsOf = parseStateCounts(counts);
  const putOff = new Map(
    z
      .array(deferredRow)
      .parse(deferred)
      .map((row) => [row.issueId, row]),
  );
  const open = filterOpenIssues(
    z
      .array(issueRow)
      .parse(issues)
      .map(({ dueAt, ...issue }) => {
        const wait = putOff.get(issue.id);
        return {
          ...issue,
          title: formatEdition(issue.edition),
          dueAt: dueAt.toISOString(),
          counts: countsOf(issue.id),
          deferred: wait ? { from: wait.first.toISOString(), to: wait.last.toISOString() } : null,
        };
      }),
  );
  return { ...(await getSenderState(now)), open };
}

/** The row "digest", by primary key. */
async function getSenderState(now: Date): Promise<Omit<DeliveryProgress, "open">> {
  const row = await db().sender.findUnique({ where: { name: "digest" } });
  const { leaseOwner: owner, leaseUntil, pausedUntil } = row ?? {};
  return {
    lease:
      owner && leaseUntil && leaseUntil > now ? { owner, until: leaseUntil.toISOString() } : null,
    paused:
      pausedUntil && pausedUntil > now
        ? { until: pausedUntil.toISOString(), reason: row?.pauseReason ?? "No reason was noted." }
        : null,
    failures: row?.failures ?? 0,
  };
}
