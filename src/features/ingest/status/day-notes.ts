import { explainMissingAnnouncement } from "@/features/ingest/announcement";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { formatSourceLabel } from "@/features/ingest/pull/source-hosts";
import { type Day, formatLongDay, toUtcDay } from "@/lib/day";
import { isBelowUsual } from "./daily-counts";
import { formatTime } from "./status";

/** What is known of a source that lists its papers, for a day. */
export type SourceDayFacts = {
  source: PullSource;
  /** In a row, up to now */
  failures: number;
  succeededAt: Date | null;
  /** Whether the day is still to be read since the last plan */
  isPending: boolean;
  /** What came of the day, and what usually comes in the whole of such a day */
  count: number;
  usual: number | null;
  /** What usually has come by this time of such a day */
  usualByNow: number | null;
};

function noteOutage(fact: SourceDayFacts, day: Day, now: Date): string[] {
  const { source, failures, succeededAt, isPending } = fact;
  if (failures === 0 || !isPending) return [];
  const label = formatSourceLabel(source);
  if (!succeededAt) return [`No good answer from ${label} yet.`];
  // What stood there when it was read last is known.
  if (toUtcDay(succeededAt) > day) return [];
  return [`No good answer from ${label} since ${formatTime(succeededAt, now)}.`];
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
      ? [`Usually about ${usual} come from ${label} on a ${weekday}.`]
      : [];
  }
  if (usualByNow === null) return [];
  return isBelowUsual({ count, usual: usualByNow })
    ? [`Usually about ${usualByNow} have come from ${label} by now.`]
    : [];
}

/**
 * Why a day has no or few papers, as far as its sources tell, in sentences; of a day to come and
 * of a day like others nothing.
 */
export function buildDayNotes(day: Day, now: Date, facts: SourceDayFacts[]): string[] {
  if (day > toUtcDay(now)) return [];
  const ofArxiv = facts.some(({ source, count }) => source.kind !== "hf" && count === 0);
  const quiet = ofArxiv ? explainMissingAnnouncement(day) : null;
  return [
    ...(quiet ? [quiet] : []),
    ...facts.flatMap((fact) => [...noteOutage(fact, day, now), ...noteLowCount(fact, day, now)]),
  ];
}
