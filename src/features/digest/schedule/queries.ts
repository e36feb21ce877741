import { db } from "@/db/client";
import type { Schedule } from "@/features/digest/schema";
import { type Edition, listEarlierEditionNames } from "./edition";

/** A schedule that somebody has, and from when on the first of them has it. */
export type ActiveSchedule = Schedule & { firstAt: Date };

/**
 * The distinct schedules of active readers. By the index on Subscription's state and schedule, from
 * one schedule to the next, so that it costs the same at a hundred readers of each as at a million;
 * without the plus signs SQLite would compare the first column only.
 */
export async function listActiveSchedules(): Promise<ActiveSchedule[]> {
  return db().$queryRaw<ActiveSchedule[]>`
    WITH RECURSIVE heads("id") AS (
      SELECT (SELECT "id" FROM "Subscription" WHERE "state" = 'active'
        ORDER BY "rhythm", "timeZone", "hour", "weekday", "scheduledAt" LIMIT 1)
      UNION ALL
      SELECT (SELECT n."id" FROM "Subscription" n WHERE n."state" = 'active'
          AND (n."rhythm", n."timeZone", n."hour", n."weekday")
            > (+s."rhythm", +s."timeZone", +s."hour", +s."weekday")
        ORDER BY n."rhythm", n."timeZone", n."hour", n."weekday", n."scheduledAt" LIMIT 1)
      FROM heads h JOIN "Subscription" s ON s."id" = h."id")
    SELECT s."rhythm", s."timeZone", s."hour", s."weekday", s."scheduledAt" AS "firstAt"
    FROM heads h JOIN "Subscription" s ON s."id" = h."id"`;
}

/** The names of the issues due after an instant. By the index on dueAt. */
export async function listMadeEditions(since: Date): Promise<Set<string>> {
  const made = await db().digestIssue.findMany({
    where: { dueAt: { gt: since } },
    select: { edition: true },
  });
  return new Set(made.map(({ edition }) => edition));
}

/** An issue that a schedule had earlier. */
export type EarlierIssue = { id: string; date: string; until: Date };

/** The issues of a schedule before an edition, the latest first. By the unique index on edition. */
export async function listEarlierIssues(
  schedule: Schedule,
  edition: Edition,
): Promise<EarlierIssue[]> {
  return db().digestIssue.findMany({
    where: { edition: { in: listEarlierEditionNames(schedule, edition) } },
    orderBy: { date: "desc" },
    select: { id: true, date: true, until: true },
  });
}
