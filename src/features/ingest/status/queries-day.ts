import { z } from "zod";
import { db } from "@/db/client";
import { integer, parseRows } from "@/db/stored";
import { parseProgress } from "@/features/ingest/pull/progress";
import { listSourceStates } from "@/features/ingest/pull/queries";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { type Day, toUtcDay } from "@/lib/day";
import { computeMedian, isBelowUsual, listSameWeekdays } from "./daily-counts";
import { buildDayNotes } from "./day-notes";

const countRow = z.object({ source: z.string(), day: z.string(), count: integer });
type Count = z.infer<typeof countRow>;

/** Counts the papers that sources sent for some days. Served by the index on (source, day) alone. */
async function countDays(names: string[], days: Day[]): Promise<Count[]> {
  const rows = await db().$queryRaw`
    SELECT "source", "day", COUNT(*) AS "count" FROM "SourceRecord"
    WHERE "source" IN (SELECT value FROM json_each(${JSON.stringify(names)}))
      AND "day" IN (SELECT value FROM json_each(${JSON.stringify(days)}))
    GROUP BY "source", "day"`;
  return parseRows(countRow, rows);
}

/**
 * Counts the papers that sources had sent by this time of each day. Days that were first read
 * after they ended are left out, because it is unknown when their papers were listed. By the index
 * on (source, day).
 */
async function countByNow(names: string[], days: Day[], now: Date): Promise<Count[]> {
  const time = now.toISOString().slice(10).replace("Z", "+00:00");
  const rows = await db().$queryRaw`
    SELECT "source", "day", SUM("firstSeenAt" <= "day" || ${time}) AS "count" FROM "SourceRecord"
    WHERE "source" IN (SELECT value FROM json_each(${JSON.stringify(names)}))
      AND "day" IN (SELECT value FROM json_each(${JSON.stringify(days)}))
    GROUP BY "source", "day" HAVING MIN("firstSeenAt") < "day" || 'T24'`;
  return parseRows(countRow, rows);
}

/** Returns the median of a source's counts over those of these days that have one. */
const computeUsual = (counts: Count[], name: string, days: Day[]): number | null =>
  computeMedian(
    counts
      .filter(({ source, day }) => source === name && days.includes(day))
      .map(({ count }) => count),
  );

/**
 * Whether the source's run has still to read a day. Sources that are not asked day by day may
 * miss papers of any day until the run is complete.
 */
const isPending = (progress: string, day: Day): boolean =>
  parseProgress(progress).steps.some((step) => step.day === undefined || step.day === day);

/**
 * Explains in sentences why a day has no or few papers, from the state of the sources that list
 * papers by day. Counts nine days of an index.
 */
export async function listDayNotes(sources: PullSource[], day: Day, now: Date): Promise<string[]> {
  const listing = sources.filter(({ list }) => list);
  if (listing.length === 0 || day > toUtcDay(now)) return [];
  const names = listing.map(({ name }) => name);
  const before = listSameWeekdays(day);
  const [states, counts] = await Promise.all([
    listSourceStates(names),
    countDays(names, [day, ...before]),
  ]);
  const facts = listing.map((source) => {
    const state = states.find(({ name }) => name === source.name);
    const counted = counts.find((row) => row.source === source.name && row.day === day);
    return {
      source,
      failures: state?.failures ?? 0,
      succeededAt: state?.succeededAt ?? null,
      isPending: isPending(state?.progress ?? "", day),
      count: counted?.count ?? 0,
      usual: computeUsual(counts, source.name, before),
    };
  });
  const isToday = day === toUtcDay(now);
  const byNow = isToday && facts.some(isBelowUsual) ? await countByNow(names, before, now) : [];
  return buildDayNotes(
    day,
    now,
    facts.map((fact) => ({ ...fact, usualByNow: computeUsual(byNow, fact.source.name, before) })),
  );
}
