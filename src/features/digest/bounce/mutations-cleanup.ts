import { CLEANUP_BATCH, repeatBatches } from "@/db/batches";
import { db } from "@/db/client";
import { RAW_BOUNCE_MS } from "@/features/digest/limits";

/**
 * Deletes the text of bounces after `RAW_BOUNCE_DAYS`, because it contains addresses and mail servers'
 * names that nobody needs any more. Kind, status and answer of our subscribers' bounces stay; the rows of
 * emails that are about none of our subscribers are deleted, because anybody can send such emails.
 * Returns the numbers of both. Uses the index on receivedAt.
 */
export async function deleteRawBounces(
  now: Date,
  isStopping: () => boolean,
): Promise<{ texts: number; strangers: number }> {
  const receivedAt = { lte: new Date(now.getTime() - RAW_BOUNCE_MS) };
  const strangers = await repeatBatches(isStopping, () =>
    db().bounce.deleteMany({
      where: { receivedAt, subscriptionId: null },
      limit: CLEANUP_BATCH,
    }),
  );
  const texts = await repeatBatches(isStopping, () =>
    db().bounce.updateMany({
      where: { receivedAt, raw: { not: "" } },
      data: { raw: "" },
      limit: CLEANUP_BATCH,
    }),
  );
  return { texts, strangers };
}
