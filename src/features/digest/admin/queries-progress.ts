import { z } from "zod";
import { queryInWorker } from "@/db/read-worker";
import { instant, parseRows, toStoredInstant } from "@/db/stored";
import { findSender } from "@/features/digest/delivery/queries";
import { ISSUE_LIFETIME_MS, RETRY_MS } from "@/features/digest/limits";
import { formatEdition } from "@/features/digest/schedule/describe";
import { type DeliveryProgress, filterOpenIssues } from "./progress";
import { countStates, type StateCounts } from "./state-counts";

/** Nothing of an older issue is sent: its lifetime is over. The time for retries is added as a margin. */
const MAX_ISSUE_AGE_MS = ISSUE_LIFETIME_MS + RETRY_MS;
const MAX_ISSUES = 1_000;

export const ISSUES_SINCE_SQL = `SELECT "id", "edition", "dueAt", "deliveryCount" FROM "DigestIssue"
  WHERE "dueAt" > ? ORDER BY "dueAt" DESC LIMIT ${MAX_ISSUES}`;
const issueRow = z.object({
  id: z.string(),
  edition: z.string(),
  dueAt: instant,
  deliveryCount: z.number(),
});

/**
 * The parameter is a JSON array of issue ids. Delivery's index (issueId, state, subscriptionId) has all
 * columns that this reads.
 */
export const STATE_COUNTS_SQL = `SELECT "issueId", "state", count(*) AS "count" FROM "Delivery"
  WHERE "issueId" IN (SELECT value FROM json_each(?)) GROUP BY "issueId", "state"`;
const stateCountRow = z.object({ issueId: z.string(), state: z.string(), count: z.number() });

/** The parameter is a JSON array of issue ids. */
export const DEFERRED_SQL = `SELECT "issueId", min("readyAt") AS "first", max("readyAt") AS "last"
  FROM "Delivery" WHERE "issueId" IN (SELECT value FROM json_each(?)) AND "state" = 'deferred'
  GROUP BY "issueId"`;
const deferredRow = z.object({ issueId: z.string(), first: instant, last: instant });

/** Parses rows of STATE_COUNTS_SQL. Returns a function that looks up the counts of one issue. */
export function parseStateCounts(rows: unknown): (issueId: string) => StateCounts {
  const all = parseRows(stateCountRow, rows);
  return (issueId) => countStates(all.filter((row) => row.issueId === issueId));
}

/**
 * Returns the issues that are being delivered, the process that sends them, and the pause of sending.
 *
 * Reads issues by the index on dueAt; counts and deferred deliveries by Delivery's index (issueId,
 * state, subscriptionId). Runs in the read worker, because it reads every delivery of the last 36 hours.
 */
export async function getProgress(now: Date): Promise<DeliveryProgress> {
  const since = new Date(now.getTime() - MAX_ISSUE_AGE_MS);
  const issueIds = { step: 0, column: "id" };
  const [issueRows, countRows, deferredRows] = await queryInWorker([
    { sql: ISSUES_SINCE_SQL, parameters: [toStoredInstant(since)] },
    { sql: STATE_COUNTS_SQL, parameters: [issueIds] },
    { sql: DEFERRED_SQL, parameters: [issueIds] },
  ]);
  const getCounts = parseStateCounts(countRows);
  const retries = new Map(parseRows(deferredRow, deferredRows).map((row) => [row.issueId, row]));
  const issues = parseRows(issueRow, issueRows).map(({ id, edition, dueAt, deliveryCount }) => {
    const retry = retries.get(id);
    return {
      id,
      edition,
      title: formatEdition(edition),
      dueAt: dueAt.toISOString(),
      deliveryCount,
      counts: getCounts(id),
      deferred: retry ? { from: retry.first.toISOString(), to: retry.last.toISOString() } : null,
    };
  });
  return { ...(await getSenderState(now)), open: filterOpenIssues(issues) };
}

/** Returns the lease, the pause and the failures of sending. A lease or pause that has ended is null. By primary key. */
async function getSenderState(now: Date): Promise<Omit<DeliveryProgress, "open">> {
  const sender = await findSender();
  if (!sender) return { lease: null, paused: null, failures: 0 };
  const { leaseOwner, leaseUntil, pausedUntil, pauseReason, failures } = sender;
  const isLeased = leaseOwner !== null && leaseUntil !== null && leaseUntil > now;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return {
    lease: isLeased ? { owner: leaseOwner, until: leaseUntil.toISOString() } : null,
    paused: isPaused
      ? { until: pausedUntil.toISOString(), reason: pauseReason ?? "No reason was recorded." }
      : null,
    failures,
  };
}
