import { createHash } from "node:crypto";
import type { Format, SourceAnswer } from "@/features/ingest/format";
import { ingest } from "@/features/ingest/mutations";
import { type IngestReport, NOT_STORED_REASON } from "@/features/ingest/schema";
import { IncompleteAnswer, type Step } from "@/features/ingest/sources/requests";
import { AppError } from "@/lib/errors";
import type { FetchedText, Validators } from "@/lib/fetch";
import { FetchError } from "@/lib/fetch-error";
import { computeRetryPause } from "./back-off";
import type { KnownAnswer, Progress } from "./progress";
import type { PullSource } from "./source-config";
import { SOURCE_KINDS } from "./source-kinds";

/** Asks an address of a source. @throws FetchError */
export type FetchSource = (
  url: string,
  about: { source: PullSource; validators?: Validators },
) => Promise<FetchedText | "unchanged">;

/** What a pull is given, so that tests give it their own clock, chance and network. */
export type PullContext = {
  now: () => Date;
  fetch: FetchSource;
  sleep(ms: number): Promise<void>;
  random: () => number;
  /** Whether the process is asked to stop: then the rest is left to the next run */
  isStopping: () => boolean;
};

const MAX_ATTEMPTS = 3;
/** A longer wait is left to the next run. */
const MAX_RETRY_WAIT = 60_000;

/** What a step led to. */
export type StepOutcome = {
  next: Step[];
  answer?: KnownAnswer;
  /** A hash of what was refused */
  refused: string;
  report?: IngestReport;
};

type Read = { answer: SourceAnswer; validators: Validators } | "unchanged";

/** Once: asks, reads and makes sure that it is all. @throws FetchError, AppError, Incomplete */
async function read(
  source: PullSource,
  step: Step,
  known: KnownAnswer | undefined,
  { fetch, now }: PullContext,
): Promise<{ read: Read; next: Step[] }> {
  const { requests, format } = SOURCE_KINDS[source.kind];
  const fetched = await fetch(step.url, { source, validators: known });
  if (fetched === "unchanged") {
    const seen = { entries: known?.entries ?? 0, findLastEntryAt: () => undefined };
    return { read: "unchanged", next: requests.next(source, step, seen) };
  }
  const answer = format.parseAnswer(fetched.text);
  const { entries, total, resumptionToken } = answer;
  const lastAt = () => findLastDate(entries, format, now());
  const next = requests.next(source, step, {
    entries: entries.length,
    total,
    resumptionToken,
    findLastEntryAt: lastAt,
  });
  return { read: { answer, validators: fetched.validators }, next };
}

/** When the last entry that can be read came. */
function findLastDate(entries: unknown[], format: Format, now: Date): Date | undefined {
  for (const entry of entries.toReversed()) {
    try {
      const { revisedAt, publishedAt } = format.parseEntry(entry, { now });
      return revisedAt ?? publishedAt;
    } catch {
      // Refused with its reason where it is taken; the one before it tells as well.
    }
  }
  return undefined;
}

/** A failure in words, or null for what is no failure of the source. */
function toFailure(error: unknown): FetchError | null {
  if (error instanceof FetchError) return error;
  if (error instanceof IncompleteAnswer) return new FetchError(error.message);
  if (error instanceof AppError) {
    return new FetchError(`the answer can't be read: ${error.message.replace(/\.$/, "")}`);
  }
  return null;
}

/**
 * Makes one request, again after a while where that may help, and takes what it brings.
 *
 * @param pass waits for the gate and holds the lease, before each try
 * @throws FetchError with the sentence of the last try
 */
export async function runStep(
  source: PullSource,
  step: Step,
  progress: Progress,
  { pass, ...around }: PullContext & { pass<T>(request: () => Promise<T>): Promise<T> },
): Promise<StepOutcome> {
  const known = progress.answers[step.url];
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { read: got, next } = await pass(() => read(source, step, known, around));
      if (got === "unchanged") return { next, answer: known, refused: "" };
      return { next, ...(await storeAnswer(source, step, got, progress, around)) };
    } catch (error) {
      const failure = toFailure(error);
      if (!failure) throw error;
      if (!failure.isRetryable || attempt === MAX_ATTEMPTS || around.isStopping()) throw failure;
      const { retryAt } = failure;
      const wait = retryAt
        ? retryAt.getTime() - around.now().getTime()
        : computeRetryPause(attempt, around.random);
      if (wait > MAX_RETRY_WAIT) throw failure;
      await around.sleep(wait);
      if (around.isStopping()) throw failure;
    }
  }
}

/** The same for the same refusals, wherever in an answer they stand; "" where there are none. */
function hashRejections({ rejected }: IngestReport): string {
  if (rejected.length === 0) return "";
  const told = rejected.map(({ id, reason }) => `${id}: ${reason}`).sort();
  return createHash("sha256").update(told.join("\n")).digest("hex");
}

/** Saves what an answer brings. What was refused before for the same reasons is put on record once. */
async function storeAnswer(
  source: PullSource,
  step: Step,
  { answer, validators }: Exclude<Read, "unchanged">,
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
    shouldRecord: (told) =>
      told.created + told.updated > 0 ||
      (told.rejected.length > 0 && hashRejections(told) !== progress.refused[step.key]),
  });
  if (report.rejected.some(({ reason }) => reason === NOT_STORED_REASON)) {
    throw new FetchError("what came could not be stored here: the log says why");
  }
  // What was refused is asked for again: a later version of this site may take it.
  const stays = step.stays && report.rejected.length === 0;
  const known = { ...validators, entries: answer.entries.length };
  return { report, refused: hashRejections(report), ...(stays && { answer: known }) };
}
