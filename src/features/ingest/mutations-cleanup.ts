import { CLEANUP_BATCH, repeatBatches } from "@/db/batches";
import { db } from "@/db/client";
import { DAY } from "@/lib/duration";

/** How long the records of imports are kept. /status shows the newest ones. */
export const INGEST_RUN_DAYS = 90;

/** Deletes the records of imports that are older than `INGEST_RUN_DAYS`. Uses the index on startedAt. */
export function deleteOldIngestRuns(now: Date, isStopping: () => boolean): Promise<number> {
  const startedAt = { lte: new Date(now.getTime() - INGEST_RUN_DAYS * DAY) };
  return repeatBatches(isStopping, () =>
    db().ingestRun.deleteMany({ where: { startedAt }, limit: CLEANUP_BATCH }),
  );
}
