import { type Day, formatLongDay, formatShortDay, toUtcDay } from "@/lib/day";
import { MINUTE } from "@/lib/duration";
import { plural } from "@/lib/plural";
import type { DayCount } from "./daily-counts";

/** The state of one source, as /status and /api/status show it. */
export type SourceStatus = {
  /** As SOURCES names it */
  name: string;
  label: string;
  /** Whether its papers are listed by day; otherwise they are in the archive only */
  lists: boolean;
  everyMinutes: number;
  running: boolean;
  /** When it was last read completely */
  succeededAt: Date | null;
  nextAt: Date | null;
  /** Consecutive failed runs */
  failures: number;
  failedAt: Date | null;
  /** The last error as a sentence; kept after a success */
  failure: string | null;
  /** The last two weeks, oldest first */
  days: DayCount[];
};

/** An import that changed or rejected something. */
export type IngestRunReport = {
  origin: string;
  startedAt: Date;
  finishedAt: Date;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  reasons: { reason: string; count: number; id: string | null }[];
};

export type Status = { sources: SourceStatus[]; runs: IngestRunReport[] };

/** Runs of one origin closer than this, in ms, are answers of the same pull. */
const SAME_PULL_GAP_MS = 10 * MINUTE;
const MAX_REASONS = 5;

/** Adds up the counts of two lists of reasons; returns the five most frequent, in that order. */
export function mergeReasons(
  one: IngestRunReport["reasons"],
  other: IngestRunReport["reasons"],
): IngestRunReport["reasons"] {
  const reasons = new Map(one.map((reason) => [reason.reason, reason]));
  for (const { reason, count, id } of other) {
    const known = reasons.get(reason);
    reasons.set(reason, { reason, id: known?.id ?? id, count: (known?.count ?? 0) + count });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, MAX_REASONS);
}

/** Merges the runs of one pull, which has one for each answer. Takes and returns them newest first. */
export function mergeRuns(newestFirst: IngestRunReport[]): IngestRunReport[] {
  const merged: IngestRunReport[] = [];
  for (const run of newestFirst) {
    const later = merged.at(-1);
    const gap = later ? later.startedAt.getTime() - run.finishedAt.getTime() : SAME_PULL_GAP_MS;
    if (!later || later.origin !== run.origin || gap >= SAME_PULL_GAP_MS) {
      merged.push({ ...run });
      continue;
    }
    later.startedAt = run.startedAt;
    later.created += run.created;
    later.updated += run.updated;
    later.unchanged += run.unchanged;
    later.rejected += run.rejected;
    later.reasons = mergeReasons(later.reasons, run.reasons);
  }
  return merged;
}

const formatClock = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`;

/** Formats an instant: `06:10 UTC` today, `Mar 4, 2026, 06:10 UTC` on other days. */
export const formatTime = (at: Date, now: Date): string =>
  toUtcDay(at) === toUtcDay(now)
    ? formatClock(at)
    : `${formatShortDay(toUtcDay(at))}, ${formatClock(at)}`;

/** Formats a duration, rounded: `12 minutes`, `3 hours`, `2 days`. */
export function formatDuration(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE));
  if (minutes < 90) return plural(minutes, "minute");
  if (minutes < 36 * 60) return plural(Math.round(minutes / 60), "hour");
  return plural(Math.round(minutes / 60 / 24), "day");
}

/** Describes a source's state in a word or two, and whether it is bad. */
export function describeState(source: SourceStatus, now: Date): { text: string; bad: boolean } {
  if (source.failures > 0) {
    const since = source.succeededAt ? `for ${formatDuration(source.succeededAt, now)}` : "so far";
    return { text: `Incomplete ${since}`, bad: true };
  }
  if (source.running) return { text: "Updating", bad: false };
  return { text: source.succeededAt ? "Up to date" : "Not read yet", bad: false };
}

/** Names the origin of an import for people. */
export const formatOrigin = (origin: string): string => (origin === "route" ? "API" : origin);

/** Formats a text as a sentence, with a capital and a full stop. */
export const formatSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;

/** Describes a bar of the chart: `Thursday, March 5, 2026: 12 papers so far, usually 45`. */
export function describeCount({ day, count, usual }: DayCount, today: Day): string {
  const soFar = day === today ? " so far" : "";
  const comparison = usual === null ? "" : `, usually ${usual}`;
  return `${formatLongDay(day)}: ${plural(count, "paper")}${soFar}${comparison}`;
}
