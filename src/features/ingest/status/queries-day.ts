import { db } from "@/db/client";
import { parseProgress } from "@/features/ingest/pull/progress";
import { listSourceStates } from "@/features/ingest/pull/queries";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { type Day, toUtcDay } from "@/lib/day";
import { computeMedian, isBelowUsual, listSameWeekdays } from "./daily-counts";
import { buildDayNotes } from "./day-notes";

type Count = { source: string; day: Day; count: number | bigint };

/** What sources told of for some days. By the index on (source, day), which holds all it needs. */
const countDays = (names: string[], days: Day[]): Promise<Count[]> =>
  db().$queryRaw`
    SELECT "source", "day", COUNT(*) AS "count" FROM "SourceRecord"
    WHERE "source" IN (SELECT value FROM json_each(${JSON.stringify(names)}))
      AND "day" IN (SELECT value FROM json_each(${JSON.stringify(days)}))
    GROUP BY "source", "day"`;

/**
 * The same up to this time of each day, of days that were followed as they went: of one that was
 * read later nobody knows when it came. By the index on (source, day).
 */
function countByNow(names: string[], days: Day[], now: Date): Promise<Count[]> {
  const time = now.toISOString().slice(10).replace("Z", "+00:00");
  return db().$queryRaw`
    SELECT "source", "day", SUM("firstSeenAt" <= "day" || ${time}) AS "count" FROM "SourceRecord"
    WHERE "source" IN (SELECT value FROM json_each(${JSON.stringify(names)}))
      AND "day" IN (SELECT value FROM json_each(${JSON.stringify(days)}))
    GROUP BY "source", "day" HAVING MIN("firstSeenAt") < "day" || 'T24'`;
}

const filterBySource = (counts: Count[], name: string): Count[] =>
  counts.filter(({ source }) => source === name);

/** The median over these days of those that are told. */
const computeUsual = (counts: Count[], name: string, days: Day[]): number | null =>
  computeMedian(
    filterBySource(counts, name)
      .filter(({ day }) => days.includes(day))
      .map(({ count }) => Number(count)),
  );

/** Another day may be what fails; where a source isn't asked by days, any may be missing. */
const isPending = (progress: string, day: Day): boolean =>
  parseProgress(progress).steps.some((step) => step.day === undefined || step.day === day);

/**
 * Why a day's page has no or few papers, as far as the sources that list theirs tell, in
 * sentences. It costs a count over nine days of an index.
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
    const came = filterBySource(counts, source.name).find((count) => count.day === day);
    return {
      source,
      failures: state?.failures ?? 0,
      succeededAt: state?.succeededAt ?? null,
      isPending: isPending(state?.progress ?? "", day),
      count: Number(came?.count ?? 0),
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
