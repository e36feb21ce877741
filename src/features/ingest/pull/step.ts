import { createHash } from "node:crypto";
import type { Format, SourceAnswer } from "@/features/ingest/format";
import { ingest } from "@/features/ingest/mutations";
import { type IngestReport, NOT_STORED_REASON } from "@/features/ingest/schema";
import { IncompleteAnswer, type Step } from "@/features/ingest/sources/requests";
import { MINUTE } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { FetchError } from "@/lib/fetch/error";
import type { Validators } from "@/lib/fetch/fetch";
import { computeRetryPause } from "./back-off";
import type { PullContext } from "./context";
import type { KnownAnswer, Progress } from "./progress";
import type { PullSource } from "./source-config";
import { SOURCE_KINDS } from "./source-kinds";

const MAX_ATTEMPTS = 3;
/** A retry that would have to wait longer is left to the next run. */
const MAX_RETRY_WAIT = MINUTE;

/** The result of a step that succeeded. */
export type StepOutcome = {
  /** The steps that the answer leads to, such as its next page */
  next: Step[];
  /** What to send with the next conditional request, where the answer may be unchanged by then */
  answer?: KnownAnswer;
  /** A hash of the rejected entries; "" where there are none */
  rejectionHash: string;
  created: number;
  updated: number;
};

type FetchedAnswer = { answer: SourceAnswer; validators: Validators };

/**
 * Makes a step's request once and parses the answer.
 *
 * @returns the answer, or "unchanged" if the source has not changed it, and the steps that follow
 * @throws FetchError, AppError, IncompleteAnswer
 */
async function fetchAnswer(
  source: PullSource,
  step: Step,
  known: KnownAnswer | undefined,
  { fetch, now }: PullContext,
): Promise<{ fetched: FetchedAnswer | "unchanged"; next: Step[] }> {
  const { requests, format } = SOURCE_KINDS[source.kind];
  const fetched = await fetch(step.url, { source, validators: known });
  if (fetched === "unchanged") {
    const seen = { entries: known?.entries ?? 0, findLastEntryAt: () => undefined };
    return { fetched, next: requests.next(source, step, seen) };
  }
  const answer = format.parseAnswer(fetched.text);
  const next = requests.next(source, step, {
    entries: answer.entries.length,
    total: answer.total,
    resumptionToken: answer.resumptionToken,
    findLastEntryAt: () => findLastDate(answer.entries, format, now()),
  });
  return { fetched: { answer, validators: fetched.validators }, next };
}

/** Finds the date of the last entry that can be parsed. */
function findLastDate(entries: unknown[], format: Format, now: Date): Date | undefined {
  for (const entry of entries.toReversed()) {
    try {
      const { revisedAt, publishedAt } = format.parseEntry(entry, { now });
      return revisedAt ?? publishedAt;
    } catch {
      // `ingest` reports why this entry is rejected. The one before it serves as well.
    }
  }
  return undefined;
}

/** Converts an error that the source caused to a FetchError; null for any other error. */
function toSourceError(error: unknown): FetchError | null {
  if (error instanceof FetchError) return error;
  if (error instanceof IncompleteAnswer) return new FetchError(error.message);
  if (error instanceof AppError) {
    return new FetchError(`the answer can't be read: ${error.message.replace(/\.$/, "")}`);
  }
  return null;
}

/** Returns the milliseconds to wait before the next attempt; null where this run makes none. */
function computeRetryWait(
  error: FetchError,
  attempt: number,
  { now, random, isStopping }: PullContext,
): number | null {
  if (!error.isRetryable || attempt === MAX_ATTEMPTS || isStopping()) return null;
  const wait = error.retryAt
    ? error.retryAt.getTime() - now().getTime()
    : computeRetryPause(attempt, random);
  return wait > MAX_RETRY_WAIT ? null : wait;
}

/**
 * Makes a step's request, repeats it where that may help, and stores what it brings.
 *
 * @param withTurn waits for the host's turn and checks its lease before each attempt
 * @throws FetchError the error of the last attempt
 */
export async function runStep(
  source: PullSource,
  step: Step,
  progress: Progress,
  { withTurn, ...context }: PullContext & { withTurn<T>(request: () => Promise<T>): Promise<T> },
): Promise<StepOutcome> {
  const known = progress.answers[step.url];
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { fetched, next } = await withTurn(() => fetchAnswer(source, step, known, context));
      if (fetched === "unchanged") {
        return { next, answer: known, rejectionHash: "", created: 0, updated: 0 };
      }
      return { next, ...(await storeAnswer(source, step, fetched, progress, context)) };
    } catch (error) {
      const sourceError = toSourceError(error);
      if (!sourceError) throw error;
      const wait = computeRetryWait(sourceError, attempt, context);
      if (wait === null) throw sourceError;
      await context.sleep(wait);
      if (context.isStopping()) throw sourceError;
    }
  }
}

/** Returns a hash of the rejected entries that ignores their order; "" where there are none. */
function hashRejections({ rejected }: IngestReport): string {
  if (rejected.length === 0) return "";
  const lines = rejected.map(({ id, reason }) => `${id}: ${reason}`).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/**
 * Stores the entries of an answer. An IngestRun is recorded where papers changed, or where other
 * entries than last time were rejected.
 */
async function storeAnswer(
  source: PullSource,
  step: Step,
  { answer, validators }: FetchedAnswer,
  progress: Progress,
  { now }: PullContext,
): Promise<Omit<StepOutcome, "next">> {
  const report = await ingest(answer.entries, {
    now,
    origin: source.name,
    format: SOURCE_KINDS[source.kind].format,
    source: source.name,
    list: source.list,
    day: step.day,
    shouldRecord: (counts) =>
      counts.created + counts.updated > 0 ||
      (counts.rejected.length > 0 && hashRejections(counts) !== progress.refused[step.key]),
  });
  if (report.rejected.some(({ reason }) => reason === NOT_STORED_REASON)) {
    throw new FetchError("its answer could not be stored here; the log has the details");
  }
  const { created, updated } = report;
  const outcome = { created, updated, rejectionHash: hashRejections(report) };
  // Rejected entries are requested again: a later version of this software may accept them.
  const isRepeatable = step.stays && report.rejected.length === 0;
  if (!isRepeatable) return outcome;
  return { ...outcome, answer: { ...validators, entries: answer.entries.length } };
}
