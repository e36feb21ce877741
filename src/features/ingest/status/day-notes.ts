import { explainMissingAnnouncement } from "@/features/ingest/announcement";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { formatSourceLabel } from "@/features/ingest/pull/source-hosts";
import { type Day, formatLongDay, toUtcDay } from "@/lib/day";
import { isBelowUsual } from "./daily-counts";
import { formatTime } from "./status";

/** The facts about one day of a source that lists its papers by day. */
export type SourceDayFacts = {
  source: PullSource;
  /** Consecutive failed runs up to now */
  failures: number;
  succeededAt: Date | null;
  /** Whether the current run has still to read this day */
  isPending: boolean;
  /** Papers of this day so far */
  count: number;
  /** The usual number for a whole day of this weekday; null while unknown */
  usual: number | null;
  /** The usual number by this time of such a day; null while unknown */
  usualByNow: number | null;
};

function noteOutage(fact: SourceDayFacts, day: Day, now: Date): string[] {
  const { source, failures, succeededAt, isPending } = fact;
  if (failures === 0 || !isPending) return [];
  const label = formatSourceLabel(source);
  if (!succeededAt) return [`We haven't been able to reach ${label} yet.`];
  // The last successful run read this day after it had ended.
  if (toUtcDay(succeededAt) > day) return [];
  return [`We haven't been able to reach ${label} since ${formatTime(succeededAt, now)}.`];
}

function noteLowCount(
  { source, count, usual, usualByNow }: SourceDayFacts,
  day: Day,
  now: Date,
): string[] {
  const label = formatSourceLabel(source);
  if (day !== toUtcDay(now)) {
    const [weekday] = formatLongDay(day).split(",");
    return isBelowUsual({ count, usual })
      ? [`${label} usually has about ${usual} papers on a ${weekday}.`]
      : [];
  }
  if (usualByNow === null) return [];
  return isBelowUsual({ count, usual: usualByNow })
    ? [`${label} usually has about ${usualByNow} papers by now.`]
    : [];
}

/**
 * Explains in sentences why a day has no or few papers. Returns none for a day in the future and
 * for an ordinary day.
 */
export function buildDayNotes(day: Day, now: Date, facts: SourceDayFacts[]): string[] {
  if (day > toUtcDay(now)) return [];
  const hasNoneFromArxiv = facts.some(({ source, count }) => source.kind !== "hf" && count === 0);
  const holidayNote = hasNoneFromArxiv ? explainMissingAnnouncement(day) : null;
  return [
    ...(holidayNote ? [holidayNote] : []),
    ...facts.flatMap((fact) => [...noteOutage(fact, day, now), ...noteLowCount(fact, day, now)]),
  ];
}
