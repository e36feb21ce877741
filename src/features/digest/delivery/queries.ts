import { db } from "@/db/client";
import { HOUR, MINUTE } from "@/lib/duration";

/** The name of the only row of the table Sender. */
export const SENDER = "digest";
/** How long failed connections pause all sending. */
export const CONNECTION_PAUSE_MS = 5 * MINUTE;
/** How long refusals pause all sending. Many mail servers limit the emails of an hour. */
export const REFUSAL_PAUSE_MS = HOUR;
/** A pause that ends later than this was started before the clock was set back. */
export const MAX_PAUSE_MS = Math.max(CONNECTION_PAUSE_MS, REFUSAL_PAUSE_MS);

/** Finds the row with the lease, the rate and the pause of sending. Null before the first run. By primary key. */
export async function findSender() {
  return db().sender.findUnique({ where: { name: SENDER } });
}

/** Returns whether any delivery is due. Uses Delivery's index on readyAt. */
export async function isAnyDeliveryDue(now: Date): Promise<boolean> {
  return (await db().delivery.findFirst({ where: { readyAt: { lte: now } } })) !== null;
}

/**
 * Finds the pause of all sending, or null. If it ends later than any pause started now would, the
 * clock was set back: that pause is ignored.
 */
export async function findPause(now: Date): Promise<{ until: Date; reason: string } | null> {
  const sender = await findSender();
  const until = sender?.pausedUntil;
  if (!until || until <= now || until.getTime() > now.getTime() + MAX_PAUSE_MS) return null;
  return { until, reason: sender.pauseReason ?? "" };
}
