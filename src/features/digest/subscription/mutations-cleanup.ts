import { CLEANUP_BATCH, repeatBatches } from "@/db/batches";
import { db } from "@/db/client";
import { CONFIRMATION_MS } from "@/features/digest/limits";

/**
 * Deletes the requests that nobody confirmed within `CONFIRMATION_HOURS`: subscriptions that never
 * began, and changes of address. Most of these addresses were mistyped or entered by somebody else.
 * Returns their numbers. Uses Subscription's index on (state, email).
 */
export async function deleteUnconfirmed(
  now: Date,
  isStopping: () => boolean,
): Promise<{ subscriptions: number; addressChanges: number }> {
  const before = new Date(now.getTime() - CONFIRMATION_MS);
  const subscriptions = await repeatBatches(isStopping, () =>
    db().subscription.deleteMany({
      where: {
        state: "pending",
        createdAt: { lte: before },
        // The link in a repeated request is newer than the row.
        OR: [{ confirmMailedAt: null }, { confirmMailedAt: { lte: before } }],
        deliveries: { none: {} },
      },
      limit: CLEANUP_BATCH,
    }),
  );
  const addressChanges = await repeatBatches(isStopping, () =>
    db().addressChange.deleteMany({
      where: {
        createdAt: { lte: before },
        // A completed change stays: it decides whether a bounce came from the old address.
        OR: [{ oldConfirmedAt: null }, { newConfirmedAt: null }],
      },
      limit: CLEANUP_BATCH,
    }),
  );
  return { subscriptions, addressChanges };
}
