import { z } from "zod";
import { db } from "@/db/client";
import { integer, parseRows } from "@/db/stored";
import { RHYTHMS, type Schedule } from "@/features/digest/schema";
import { type Edition, listEarlierEditionNames } from "./edition";

const activeScheduleRow = z.object({
  rhythm: z.enum(RHYTHMS),
  timeZone: z.string(),
  hour: integer,
  weekday: integer,
  /** When the first of its subscribers chose it */
  firstAt: z.date(),
});
/** A schedule that at least one active subscriber has. */
export type ActiveSchedule = z.infer<typeof activeScheduleRow>;

/**
 * Lists the distinct schedules of active subscribers. Steps from one schedule to the next in the index
 * on Subscription's state and schedule, so it costs the same whether a schedule has a hundred
 * subscribers or a million. Without the plus signs SQLite would compare the first column only.
 */
export async function listActiveSchedules(): Promise<ActiveSchedule[]> {
  const rows = await db().$queryRaw`
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
  return parseRows(activeScheduleRow, rows);
}

/** Lists the editions of the issues due after an instant. Uses the index on dueAt. */
export async function listMadeEditions(since: Date): Promise<Set<string>> {
  const made = await db().digestIssue.findMany({
    where: { dueAt: { gt: since } },
    select: { edition: true },
  });
  return new Set(made.map(({ edition }) => edition));
}

export type EarlierIssue = { id: string; date: string; since: Date; until: Date };

/**
 * Lists the issues that a schedule had before an edition, the latest first. Uses the unique index on
 * edition.
 */
export async function listEarlierIssues(
  schedule: Schedule,
  edition: Edition,
): Promise<EarlierIssue[]> {
  return db().digestIssue.findMany({
    where: { edition: { in: listEarlierEditionNames(schedule, edition) } },
    orderBy: { date: "desc" },
    select: { id: true, date: true, since: true, until: true },
  });
}
