import { CLEANUP_BATCH, repeatBatches } from "@/db/batches";
import { db } from "@/db/client";

/**
 * Deletes the sessions and sign-in links that have expired. Returns their numbers. Scans both tables,
 * which hold only what is current and what expired since yesterday.
 */
export async function deleteExpiredSignIns(
  now: Date,
  isStopping: () => boolean,
): Promise<{ sessions: number; links: number }> {
  const expired = { where: { expiresAt: { lte: now } }, limit: CLEANUP_BATCH };
  return {
    sessions: await repeatBatches(isStopping, () => db().session.deleteMany(expired)),
    links: await repeatBatches(isStopping, () => db().verification.deleteMany(expired)),
  };
}
