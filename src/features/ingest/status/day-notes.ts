import { whyNoAnnouncement } from "@/features/ingest/announcement";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { formatSourceLabel } from "@/features/ingest/pull/source-hosts";
import { type Day, formatLongDay, toUtcDay } from "@/lib/day";
import { isThin } from "./daily-counts";
import { timeText } from "./status";

/** What is known of a source that lists its papers, for a day. */
export type DayFacts = {
  source: PullSource;
  /** In a row, up to now */
  failures: number;
  succeededAt: Date | null;
  /** Whether the day is still to be read since the last plan */
  open: boolean;
  /** What came of the day, and what usually comes in the whole of such a day */
  count: number;
  usual: number | null;
  /** What usually has come by this time of such a day */
  usualByNow: number | null;
};

function trouble(fact: DayFacts, day: Day, now: Date): string[] {
  const { source, failures, succeededAt, open } = fact;
  if (failures === 0 || !open) return [];
  const label = formatSourceLabel(source);
  if (!succeededAt) return [`No good answer from ${label} yet.`];
  // What stood there when it was read last is known.
  if (toUtcDay(succeededAt) > day) return [];
  return [`No good answer from ${label} since ${timeText(succeededAt, now)}.`];
}

function few({ source, count, usual, usualByNow }: DayFacts, day: Day, now: Date): string[] {
  const label = formatSourceLabel(source);
  if (day !== toUtcDay(now)) {
    const [weekday] = formatLongDay(day).split(",");
    return isThin({ count, usual })
      ? [`Usually about ${usual} come from ${label} on a ${weekday}.`]
      : [];
  }
  if (usualByNow === null) return [];
  return isThin({ count, usual: usualByNow })
    ? [`Usually about ${usualByNow} have come from ${label} by now.`]
    : [];
}

/**
 * Why a day has no or few papers, as far as its sources tell, in sentences; of a day to come and
 * of a day like others nothing.
 */
export function dayNews(day: Day, now: Date, facts: DayFacts[]): string[] {
  if (day > toUtcDay(now)) return [];
  const ofArxiv = facts.some(({ source, count }) => source.kind !== "hf" && count === 0);
  const quiet = ofArxiv ? whyNoAnnouncement(day) : null;
  return [
    ...(quiet ? [quiet] : []),
    ...facts.flatMap((fact) => [...trouble(fact, day, now), ...few(fact, day, now)]),
  ];
}
