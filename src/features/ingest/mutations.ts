import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { createAnnouncedListing } from "@/features/papers/merge/listing";
import { saveDrafts } from "@/features/papers/mutations";
import type { PaperDraft } from "@/features/papers/schema";
import type { Day } from "@/lib/day";
import { log } from "@/lib/log";
import { type Format, RejectedEntry } from "./format";
import { type IngestReport, NOT_STORED_REASON, type Rejection } from "./schema";
import { huggingFace } from "./sources/hugging-face";

/** Entries of a transaction: enough to spread its cost, and few enough that other writers wait briefly. */
const BATCH_ENTRIES = 50;
/** Authors of a transaction, since some papers have thousands. */
const MAX_BATCH_AUTHORS = 3_000;
const MAX_STORED_REJECTIONS = 100;
const UNKNOWN_PAPER_REASON =
  "the entry updates a paper that is not stored here, and has too little to add it";

export type IngestOptions = {
  now: () => Date;
  /** Stored with the run: "route", "command line", or the source that was pulled */
  origin: string;
  /** The entries' format; by default Hugging Face's */
  format?: Format;
  /** As SOURCES names it; by default the format's name */
  source?: string;
  /** Whether announced papers are listed on that day; otherwise they are in the archive only */
  list?: boolean;
  /** The listing day of entries that don't contain one */
  day?: Day;
  /** Whether this is the shipped sample, which the first real papers remove */
  sample?: boolean;
  /** Whether the run is stored; by default if it changed or rejected something */
  shouldRecord?: (report: IngestReport) => boolean;
  /** Called after each batch with how many entries are done */
  onProgress?: (done: number) => void;
};

type ParsedEntry = { index: number; draft: PaperDraft };

/** Lists a draft that was only announced on the day of its announcement. */
function withListing(draft: PaperDraft): PaperDraft {
  const { announcement } = draft;
  if (draft.listing || !announcement) return draft;
  return { ...draft, listing: createAnnouncedListing(announcement) };
}

/** Saves a batch in one transaction. If that fails, saves each draft alone, so that only bad ones fail. */
async function saveBatch(
  batch: ParsedEntry[],
  report: IngestReport,
  options: { now: () => Date; source: string; sample?: boolean },
): Promise<void> {
  try {
    const outcomes = await saveDrafts(
      batch.map(({ draft }) => draft),
      options,
    );
    for (const [at, { index, draft }] of batch.entries()) {
      const outcome = outcomes[at] ?? "unknown";
      if (outcome === "unknown") {
        report.rejected.push({ index, id: draft.id, reason: UNKNOWN_PAPER_REASON });
      } else {
        report[outcome] += 1;
      }
    }
  } catch (error) {
    if (batch.length > 1) {
      for (const one of batch) await saveBatch([one], report, options);
      return;
    }
    for (const { index, draft } of batch) {
      log.warn("an entry could not be stored", { id: draft.id, reason: String(error) });
      report.rejected.push({ index, id: draft.id, reason: NOT_STORED_REASON });
    }
  }
}

/**
 * Imports entries: checks each, saves the valid ones and reports the others as rejected.
 *
 * Idempotent. A bad entry never stops the others. If the process is killed, each entry is stored
 * completely or not at all, and the same call imports what is missing.
 */
export async function ingest(entries: unknown[], options: IngestOptions): Promise<IngestReport> {
  const startedAt = options.now();
  const { format = huggingFace, source = format.name, list, day } = options;
  const report: IngestReport = { created: 0, updated: 0, unchanged: 0, rejected: [] };
  let batch: ParsedEntry[] = [];
  let batchAuthors = 0;
  const flush = async (done: number) => {
    if (batch.length) await saveBatch(batch, report, { ...options, source });
    batch = [];
    batchAuthors = 0;
    options.onProgress?.(done);
    // Lets the process handle requests between two batches.
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (const [index, entry] of entries.entries()) {
    try {
      const parsed = format.parseEntry(entry, { day, now: options.now() });
      const draft = list ? withListing(parsed) : parsed;
      batch.push({ index, draft });
      batchAuthors += draft.authors.length;
    } catch (error) {
      if (!(error instanceof RejectedEntry)) throw error;
      report.rejected.push({ index, id: format.findId(entry), reason: error.message });
    }
    // The sample is stored in one transaction, completely or not at all.
    const isFull =
      !options.sample &&
      (batchAuthors >= MAX_BATCH_AUTHORS || index % BATCH_ENTRIES === BATCH_ENTRIES - 1);
    if (isFull) await flush(index + 1);
  }
  await flush(entries.length);
  report.rejected.sort((a, b) => a.index - b.index);
  await recordRun(report, options, startedAt);
  return report;
}

const changedOrRejected = ({ created, updated, rejected }: IngestReport) =>
  created + updated + rejected.length > 0;

async function recordRun(
  report: IngestReport,
  { origin, now, shouldRecord = changedOrRejected }: IngestOptions,
  startedAt: Date,
): Promise<void> {
  if (!shouldRecord(report)) return;
  const { created, updated, unchanged, rejected } = report;
  const storedRejections: Rejection[] = rejected.slice(0, MAX_STORED_REJECTIONS);
  await db().ingestRun.create({
    data: {
      id: randomUUID(),
      origin,
      startedAt,
      finishedAt: now(),
      created,
      updated,
      unchanged,
      rejected: rejected.length,
      rejections: JSON.stringify(storedRejections),
    },
  });
}
