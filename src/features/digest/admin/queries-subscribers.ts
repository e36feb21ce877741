import { z } from "zod";
import { db } from "@/db/client";
import type { SubscriptionWhereInput } from "@/db/generated/models";
import { queryInWorker } from "@/db/read-worker";
import { toPrefixRange } from "@/db/stored";
import { type DayChange, getGrowthStart, sumByWeek, type Week } from "./growth";

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

export const SUBSCRIBERS_PER_PAGE = 50;

/** @param address its beginning, lower case @param after the last address of the page before, or "" */
export type SubscriberFilter = { state: SubscriptionState | null; address: string; after: string };

/**
 * Readers by address, a page of fifty after another. By the unique index on email, with a state by
 * (state, email): a page costs the same however many there are.
 */
export async function listSubscribers({ state, address, after }: SubscriberFilter) {
  const [from, to] = toPrefixRange(address);
  const where: SubscriptionWhereInput = {
    ...(state && { state }),
    email: after ? { gt: after, ...(address && { lt: to }) } : { gte: from, lt: to },
  };
  const rows = await db().subscription.findMany({
    where,
    orderBy: { email: "asc" },
    take: SUBSCRIBERS_PER_PAGE + 1,
    include: { bounces: { orderBy: { receivedAt: "desc" }, take: 1 } },
  });
  const readers = rows.slice(0, SUBSCRIBERS_PER_PAGE);
  const more = rows.length > SUBSCRIBERS_PER_PAGE;
  return { readers, next: (more && readers.at(-1)?.email) || null };
}

export type SubscriberRow = Awaited<ReturnType<typeof listSubscribers>>["readers"][number];

const STATES = `SELECT "state", count(*) AS "count" FROM "Subscription" GROUP BY "state"`;

/** How many readers are in each state. By the index (state, email): a step a reader, aside. */
export async function countSubscribers(): Promise<Record<SubscriptionState, number>> {
  const [rows] = await queryInWorker([{ sql: STATES, parameters: [] }]);
  const counts = { active: 0, stopped: 0, unsubscribed: 0, pending: 0, deleted: 0 };
  const row = z.object({ state: z.enum(SUBSCRIPTION_STATES), count: z.number() });
  for (const { state, count } of z.array(row).parse(rows)) counts[state] = count;
  return counts;
}

/** Instants begin with their UTC day. */
const CHANGES = `SELECT "day", sum("joined") AS "joined", sum("left") AS "left" FROM (
    SELECT substr("confirmedAt", 1, 10) AS "day", 1 AS "joined", 0 AS "left" FROM "Subscription"
    WHERE "confirmedAt" >= ?
    UNION ALL
    SELECT substr(coalesce("unsubscribedAt", "stoppedAt"), 1, 10), 0, 1 FROM "Subscription"
    WHERE "state" IN ('unsubscribed', 'stopped', 'deleted') AND "confirmedAt" IS NOT NULL
      AND coalesce("unsubscribedAt", "stoppedAt") >= ?)
  GROUP BY "day"`;
const dayChange = z.object({ day: z.string(), joined: z.number(), left: z.number() });

/** A year of readers by weeks. Reads all readers once, aside: no page waits but the one that asks. */
export async function getGrowth(now: Date, readers: number): Promise<Week[]> {
  const since = getGrowthStart(now);
  const [rows] = await queryInWorker([{ sql: CHANGES, parameters: [since, since] }]);
  const changes: DayChange[] = z.array(dayChange).parse(rows);
  return sumByWeek(changes, readers, now);
}
