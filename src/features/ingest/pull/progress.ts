import { z } from "zod";
import { type Step, stepSchema } from "@/features/ingest/sources/requests";

const answerSchema = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** How many entries it had: what follows is asked for without reading it again */
  entries: z.number(),
});
export type KnownAnswer = z.infer<typeof answerSchema>;

const schema = z.object({
  /** ms: when the steps were planned; what came until then is there once all are done */
  plannedAt: z.number().default(0),
  /** Whether its papers were listed: else the same answers are to be read again */
  listed: z.boolean().default(false),
  /** What a run that was cut off had still to do */
  steps: z.array(stepSchema).default([]),
  /** By address: the last answers that may be the same next time */
  answers: z.record(z.string(), answerSchema).default({}),
  /** By step: a hash of what was refused of its answer, told once */
  refused: z.record(z.string(), z.string()).default({}),
});

/** How far a source is read. */
export type Progress = z.infer<typeof schema>;

/** What stands in the database; what can't be read is forgotten, and read again from the source. */
export function parseProgress(text: string): Progress {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return schema.parse({});
  }
}

const keep = <T>(record: Record<string, T>, isKept: (name: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => isKept(name)));

/** A new plan, and of what is known about answers only what it asks for again. */
export function createPlan(
  before: Progress,
  steps: Step[],
  { now, list }: { now: Date; list: boolean },
): Progress {
  const isAsked = (address: string) => steps.some(({ url }) => url === address);
  // The pages that follow a step are named after it.
  const isPageOf = (name: string) => steps.some(({ key }) => name.startsWith(key));
  return {
    plannedAt: now.getTime(),
    listed: list,
    steps,
    answers: before.listed === list ? keep(before.answers, isAsked) : {},
    refused: keep(before.refused, isPageOf),
  };
}
