import { type Day, formatLongDay, formatShortDay, toUtcDay } from "@/lib/day";
import type { DayCount } from "./daily-counts";

/** How pulling from a source goes. */
export type SourceStatus = {
  /** As SOURCES names it */
  name: string;
  label: string;
  /** Its papers stand on their day; else they fill the archive */
  lists: boolean;
  everyMinutes: number;
  running: boolean;
  /** All that had come until then is here */
  succeededAt: Date | null;
  nextAt: Date | null;
  /** In a row */
  failures: number;
  failedAt: Date | null;
  /** The last one in words; it stays after a success */
  failure: string | null;
  /** The last two weeks, oldest first */
  days: DayCount[];
};

/** A run that changed or refused something. */
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

const CLOSE = 10 * 60_000;
const MAX_REASONS = 5;

/** The reasons of both, each once, the most frequent first. */
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

/** Runs of one origin that follow each other closely are the answers of one pull: told as one. */
export function mergeRuns(newestFirst: IngestRunReport[]): IngestRunReport[] {
  const merged: IngestRunReport[] = [];
  for (const run of newestFirst) {
    const later = merged.at(-1);
    const gap = later ? later.startedAt.getTime() - run.finishedAt.getTime() : CLOSE;
    if (!later || later.origin !== run.origin || gap >= CLOSE) {
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

const clock = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`;

/** `06:10 UTC` today, `Mar 4, 2026, 06:10 UTC` on other days */
export const formatTime = (at: Date, now: Date): string =>
  toUtcDay(at) === toUtcDay(now) ? clock(at) : `${formatShortDay(toUtcDay(at))}, ${clock(at)}`;

const MINUTE = 60_000;

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** `12 minutes`, `3 hours`, `2 days` */
export function formatDuration(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.round((to.getTime() - from.getTime()) / MINUTE));
  if (minutes < 90) return plural(minutes, "minute");
  if (minutes < 36 * 60) return plural(Math.round(minutes / 60), "hour");
  return plural(Math.round(minutes / 60 / 24), "day");
}

/** In a word or two, and whether it is bad news. */
export function describeState(source: SourceStatus, now: Date): { text: string; bad: boolean } {
  if (source.failures > 0) {
    const since = source.succeededAt ? `for ${formatDuration(source.succeededAt, now)}` : "so far";
    return { text: `Incomplete ${since}`, bad: true };
  }
  if (source.running) return { text: "Being read now", bad: false };
  return { text: source.succeededAt ? "In order" : "Not read yet", bad: false };
}

/** A sentence that begins with a capital and ends with a full stop. */
export const formatSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;

/** What a bar stands for, in words. */
export function describeCount({ day, count, usual }: DayCount, today: Day): string {
  const far = day === today ? " so far" : "";
  const beside = usual === null ? "" : `, usually ${usual}`;
  return `${formatLongDay(day)}: ${plural(count, "paper")}${far}${beside}`;
}
