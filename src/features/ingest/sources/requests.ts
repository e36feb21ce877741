import { z } from "zod";
import type { PullSource } from "@/features/ingest/pull/source-config";
import type { Day } from "@/lib/day";
import { DAY } from "@/lib/duration";

/** A request that a run still has to make; kept as JSON so that the next run can go on with it. */
export const stepSchema = z.object({
  /** The same from run to run where it asks for the same: `2026-03-05`, `new papers from 300` */
  key: z.string(),
  url: z.string(),
  /** The listing day of entries that don't tell their own */
  day: z.string().optional(),
  /** Where its list goes on: a page's number or its first entry */
  start: z.number().optional(),
  /** ms: the list is read until an entry is older */
  since: z.number().optional(),
  /** Its address stays the same, so that the source may say that nothing has changed */
  stays: z.boolean().optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** What an answer shows of where its list goes on. */
export type AnswerSummary = {
  entries: number;
  total?: number;
  resumptionToken?: string;
  /** When its last entry came, asked only where a list is ordered by that */
  findLastEntryAt(): Date | undefined;
};

/** Which requests a run makes to a kind of source. Pure. */
export type RequestPlanner = {
  /** The first requests of a run, the most important first. Whatever came since the last success is among what they lead to. */
  plan(source: PullSource, known: { succeededAt: Date | null; now: Date }): Step[];
  /** The requests that an answer leads to. @throws Incomplete where the answer can't be all */
  next(source: PullSource, step: Step, seen: AnswerSummary): Step[];
};

/** The answer was read, and is not what it must be; the sentence says why. */
export class IncompleteAnswer extends Error {}

/** Nobody asks a source for more of its past at once. */
export const MAX_WINDOW_DAYS = 30;
const FIRST_WINDOW_DAYS = 7;

/** From when on a run reads: the last success and `overlap` days before it, as what came may have come late. */
export function computeWindowStart(
  { succeededAt, now }: { succeededAt: Date | null; now: Date },
  overlap: number,
): Date {
  const last = succeededAt?.getTime() ?? now.getTime() - FIRST_WINDOW_DAYS * DAY;
  return new Date(Math.max(last - overlap * DAY, now.getTime() - MAX_WINDOW_DAYS * DAY));
}

/** The address with these parameters. */
export const buildUrl = (url: string, parameters: Record<string, string>): string =>
  `${url}?${new URLSearchParams(parameters)}`;

export const listDaysBetween = (first: Day, last: Day, after: (day: Day) => Day): Day[] => {
  const days: Day[] = [];
  for (let day = first; day <= last; day = after(day)) days.push(day);
  return days;
};
