import { z } from "zod";
import { type Step, stepSchema } from "@/features/ingest/sources/requests";

const answerSchema = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** How many entries it had. Where the answer is unchanged, this decides whether to request another page */
  entries: z.number(),
});
export type KnownAnswer = z.infer<typeof answerSchema>;

const progressSchema = z.object({
  /** When the steps were planned, in ms. Once all are done, everything published by then is stored. */
  plannedAt: z.number().default(0),
  /** Whether the source's papers were listed by day. Where that changes, all answers are read again. */
  listed: z.boolean().default(false),
  /** The steps that are left, also those that an interrupted run left */
  steps: z.array(stepSchema).default([]),
  /** By address: validators of the last answers, for conditional requests */
  answers: z.record(z.string(), answerSchema).default({}),
  /** By step: a hash of the entries that were rejected, so that they are reported once */
  refused: z.record(z.string(), z.string()).default({}),
});

/** How far a source has been read. Stored as JSON in Source.progress. */
export type Progress = z.infer<typeof progressSchema>;

/** Parses the stored progress. Unreadable text becomes an empty one: the source is read again. */
export function parseProgress(text: string): Progress {
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    return progressSchema.parse({});
  }
}

const filterByKey = <T>(
  record: Record<string, T>,
  isKept: (key: string) => boolean,
): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([key]) => isKept(key)));

/** Starts a new plan. Keeps what is known about answers that the plan requests again. */
export function createPlan(
  before: Progress,
  steps: Step[],
  { now, list }: { now: Date; list: boolean },
): Progress {
  const isRequested = (address: string) => steps.some(({ url }) => url === address);
  // The keys of a step's further pages begin with the step's key.
  const isPageOfStep = (name: string) => steps.some(({ key }) => name.startsWith(key));
  return {
    plannedAt: now.getTime(),
    listed: list,
    steps,
    answers: before.listed === list ? filterByKey(before.answers, isRequested) : {},
    refused: filterByKey(before.refused, isPageOfStep),
  };
}
