import { z } from "zod";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { addDays, type Day } from "@/lib/day";
import { DAY } from "@/lib/duration";

/** A request that a run has still to make; stored as JSON so that the next run can continue. */
export const stepSchema = z.object({
  /** Equal in each run for the same part of the source: `2026-03-05`, `new papers from 300` */
  key: z.string(),
  url: z.string(),
  /** The listing day of entries that don't contain one */
  day: z.string().optional(),
  /** Position in the list: the number of a page or of its first entry, from 0 */
  start: z.number().optional(),
  /** In ms since 1970: the list is read until an entry is older */
  since: z.number().optional(),
  /** Whether its URL is the same in each run, so that a conditional request makes sense */
  stays: z.boolean().optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** The facts of an answer that decide which requests follow. */
export type AnswerSummary = {
  entries: number;
  total?: number;
  resumptionToken?: string;
  /** Returns the instant of its last entry. Called only where the list is ordered by it. */
  findLastEntryAt(): Date | undefined;
};

/** Decides which requests a run makes to a kind of source. Pure. */
export type RequestPlanner = {
  /**
   * Returns the first requests of a run, the most important first. Together with those that follow
   * they cover everything since the last success.
   */
  plan(source: PullSource, known: { succeededAt: Date | null; now: Date }): Step[];
  /** Returns the requests that follow an answer. @throws IncompleteAnswer */
  next(source: PullSource, step: Step, answer: AnswerSummary): Step[];
};

/** The answer could be parsed but lacks something; the message is the reason as a clause. */
export class IncompleteAnswer extends Error {}

/** A run requests at most this many days, so it makes up for an outage of that length. */
const MAX_WINDOW_DAYS = 30;
/** How far back the first run of a source reads. */
const FIRST_WINDOW_DAYS = 7;

/**
 * Returns the start of the time a run reads: the last success minus `overlap` days, since papers
 * can appear late.
 */
export function computeWindowStart(
  { succeededAt, now }: { succeededAt: Date | null; now: Date },
  overlap: number,
): Date {
  const last = succeededAt?.getTime() ?? now.getTime() - FIRST_WINDOW_DAYS * DAY;
  return new Date(Math.max(last - overlap * DAY, now.getTime() - MAX_WINDOW_DAYS * DAY));
}

export const buildUrl = (url: string, parameters: Record<string, string>): string =>
  `${url}?${new URLSearchParams(parameters)}`;

/** Lists the days from `first` to `last`, both included. */
export function listDaysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
