import { db } from "@/db/client";

/**
 * Has a stopped reader mailed again, from the next edition on; its bounces count anew. Answers whether
 * it was stopped. By primary key.
 */
export async function undoStop(id: string, now: Date): Promise<boolean> {
  const { count } = await db().subscription.updateMany({
    where: { id, state: "stopped" },
    data: {
      ...{ state: "active", scheduledAt: now, bounceScore: 0, bouncedOn: null },
      ...{ stoppedAt: null, stoppedBy: null, stopAnswer: null },
    },
  });
  return count === 1;
}

/** Ends a pause of the sending, whatever its reason. Idempotent; by primary key. */
export async function resumeSending(): Promise<void> {
  await db().sender.updateMany({
    where: { name: "digest" },
    data: { pausedUntil: null, pauseReason: null, failures: 0 },
  });
}
