import { db } from "@/db/client";

/** The one sender's row. */
export const SENDER = "digest";
/** How long failed connections pause all sending. */
export const CONNECTION_PAUSE_MS = 5 * 60_000;

/** Who sends, how fast, and why not; null before the first run. By primary key. */
export async function findSender() {
  return db().sender.findUnique({ where: { name: SENDER } });
}
export type SenderRow = NonNullable<Awaited<ReturnType<typeof findSender>>>;

/** Whether any delivery could be claimed at an instant. By Delivery's index on readyAt. */
export async function isAnyDeliveryDue(now: Date): Promise<boolean> {
  return (await db().delivery.findFirst({ where: { readyAt: { lte: now } } })) !== null;
}

/** Until when all sending is paused and why, or null. One that ends later than any can: the clock jumped back. */
export async function findPause(now: Date): Promise<{ until: Date; reason: string } | null> {
  const sender = await findSender();
  const until = sender?.pausedUntil;
  if (!until || until <= now || until.getTime() > now.getTime() + CONNECTION_PAUSE_MS) return null;
  return { until, reason: sender.pauseReason ?? "" };
}
