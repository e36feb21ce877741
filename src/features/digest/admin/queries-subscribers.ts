import { z } from "zod";
import { db } from "@/db/client";
import type { SubscriptionWhereInput } from "@/db/generated/models";
import { queryInWorker } from "@/db/read-worker";
import { parseRows, toPrefixRange } from "@/db/stored";
import { serializeTopics } from "@/features/digest/schema";
import { BULK_UNDO_CAUSES } from "@/features/digest/subscription/mutations";
import { getGrowthStart, sumByWeek, type Week } from "./growth";

/** The states of a subscription, in the order of the page's filter. */
export const SUBSCRIPTION_STATES = [
  "active",
  "stopped",
  "unsubscribed",
  "pending",
  "deleted",
] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

export const parseSubscriptionState = (text: unknown): SubscriptionState | null =>
  SUBSCRIPTION_STATES.find((state) => state === text) ?? null;

const SUBSCRIBERS_PER_PAGE = 50;

/** Subscription.topics of a subscriber who chose none. */
const ANY_TOPICS = serializeTopics({});

type SubscriberFilter = {
  state: SubscriptionState | null;
  /** Beginning of an email address, lower case; "" for all */
  address: string;
  /** The last address of the page before, or "" */
  after: string;
};

/**
 * Lists a page of subscriptions in the order of their addresses, each with its last bounce. `next` is
 * the `after` of the next page, or null. By the unique index on email, or with a state by the index
 * (state, email): a page costs the same for any number of subscriptions.
 */
export async function listSubscribers({ state, address, after }: SubscriberFilter) {
  const [from, to] = toPrefixRange(address);
  const where: SubscriptionWhereInput = {
    ...(state && { state }),
    email: after ? { gt: after, ...(address && { lt: to }) } : { gte: from, lt: to },
  };
  const pageAndOneMore = await db().subscription.findMany({
    where,
    orderBy: { email: "asc" },
    take: SUBSCRIBERS_PER_PAGE + 1,
    include: { bounces: { orderBy: { receivedAt: "desc" }, take: 1 } },
  });
  const subscribers = pageAndOneMore
    .slice(0, SUBSCRIBERS_PER_PAGE)
    .map(({ topics, ...subscription }) => ({ ...subscription, hasTopics: topics !== ANY_TOPICS }));
  const last = subscribers.at(-1);
  const hasMore = pageAndOneMore.length > SUBSCRIBERS_PER_PAGE;
  return { subscribers, next: hasMore && last ? last.email : null };
}

export type SubscriberRow = Awaited<ReturnType<typeof listSubscribers>>["subscribers"][number];

const STATE_COUNTS_SQL = `SELECT "state", count(*) AS "count" FROM "Subscription" GROUP BY "state"`;
const stateCountRow = z.object({ state: z.enum(SUBSCRIPTION_STATES), count: z.number() });

/**
 * Counts the subscriptions in each state. By the index (state, email), in the read worker, because it
 * reads an index entry for each subscription.
 */
export async function countSubscribers(): Promise<Record<SubscriptionState, number>> {
  const [rows] = await queryInWorker([{ sql: STATE_COUNTS_SQL, parameters: [] }]);
  const counts = { active: 0, stopped: 0, unsubscribed: 0, pending: 0, deleted: 0 };
  for (const { state, count } of parseRows(stateCountRow, rows)) counts[state] = count;
  return counts;
}

/** The newest days with stops. Older ones can be undone one by one. */
const MAX_STOP_GROUPS = 20;
const STOP_GROUPS_SQL = `SELECT "stoppedBy" AS "cause", substr("stoppedAt", 1, 10) AS "day",
    count(*) AS "count", min("stopAnswer") AS "answer" FROM "Subscription"
  WHERE "state" = 'stopped' AND "stoppedBy" IN (SELECT value FROM json_each(?)) AND "stoppedAt" IS NOT NULL
  GROUP BY "day", "cause" HAVING count(*) > 1 ORDER BY "day" DESC, "cause" LIMIT ${MAX_STOP_GROUPS}`;
const stopGroupRow = z.object({
  cause: z.enum(BULK_UNDO_CAUSES),
  day: z.string(),
  count: z.number(),
  /** The mail server's answer to one of them */
  answer: z.string().nullable(),
});
export type StopGroupRow = z.infer<typeof stopGroupRow>;

/**
 * Lists the days on which several subscriptions were stopped for the same cause, the latest day first,
 * so that the stops of a bad day can be undone together. By the index (state, email), in the read
 * worker, because it reads every stopped subscription.
 */
export async function listStopGroups(): Promise<StopGroupRow[]> {
  const parameters = [JSON.stringify(BULK_UNDO_CAUSES)];
  const [rows] = await queryInWorker([{ sql: STOP_GROUPS_SQL, parameters }]);
  return parseRows(stopGroupRow, rows);
}

/** The first ten characters of a stored instant are its day in UTC. */
const DAY_CHANGES_SQL = `SELECT "day", sum("joined") AS "joined", sum("left") AS "left" FROM (
    SELECT substr("confirmedAt", 1, 10) AS "day", 1 AS "joined", 0 AS "left" FROM "Subscription"
    WHERE "confirmedAt" >= ?
    UNION ALL
    SELECT substr(coalesce("unsubscribedAt", "stoppedAt"), 1, 10), 0, 1 FROM "Subscription"
    WHERE "state" IN ('unsubscribed', 'stopped', 'deleted') AND "confirmedAt" IS NOT NULL
      AND coalesce("unsubscribedAt", "stoppedAt") >= ?)
  GROUP BY "day"`;
const dayChangeRow = z.object({ day: z.string(), joined: z.number(), left: z.number() });

/**
 * Counts the subscribers who joined and left in each week of the last year, oldest week first. Runs in the read worker,
 * because it reads every subscription once.
 *
 * @param activeNow the number of active subscriptions, from which the weeks' totals are counted back
 */
export async function getGrowth(now: Date, activeNow: number): Promise<Week[]> {
  const since = getGrowthStart(now);
  const [rows] = await queryInWorker([{ sql: DAY_CHANGES_SQL, parameters: [since, since] }]);
  return sumByWeek(parseRows(dayChangeRow, rows), activeNow, now);
}
