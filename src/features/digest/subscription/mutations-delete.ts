import { db } from "@/db/client";

/** Neutral values for all columns that describe the person. */
const ERASED_COLUMNS = {
  rhythm: "daily",
  weekday: 1,
  hour: 7,
  timeZone: "UTC",
  size: 10,
  topics: "{}",
  pausedUntil: null,
  confirmTokenHash: null,
  confirmMailedAt: null,
  linkMailedAt: null,
  consentSource: "deleted",
  stopAnswer: null,
  bounceScore: 0,
  bouncedOn: null,
} as const;

/**
 * Erases a subscriber: the address, preferences, the mail servers' answers and the selections made for
 * their topics. The row stays under its id, and so do its deliveries with their states, so that each
 * issue's numbers still add up. Deliveries that are still due are skipped. Idempotent.
 *
 * Uses the primary key and Delivery's (subscriptionId, date) index.
 */
export async function deleteSubscription(id: string, now: Date): Promise<void> {
  await db().$transaction(async (transaction) => {
    const subscription = await transaction.subscription.findUnique({
      where: { id, state: { not: "deleted" } },
      select: { unsubscribedAt: true },
    });
    if (!subscription) return;
    await transaction.subscription.update({
      where: { id },
      data: {
        ...ERASED_COLUMNS,
        state: "deleted",
        email: `deleted:${id}`,
        unsubscribedAt: subscription.unsubscribedAt ?? now,
      },
    });
    await transaction.addressChange.deleteMany({ where: { subscriptionId: id } });
    await transaction.bounce.deleteMany({ where: { subscriptionId: id } });
    await transaction.delivery.updateMany({
      where: { subscriptionId: id },
      data: { answer: null, attemptLog: "[]" },
    });
    await transaction.delivery.updateMany({
      where: { subscriptionId: id, state: { in: ["pending", "deferred"] } },
      data: {
        state: "skipped",
        readyAt: null,
        settledAt: now,
        answer: "the subscriber was deleted",
      },
    });
    // A selection reveals the topics it was made for: point the deliveries to the default one.
    await transaction.$executeRaw`
      UPDATE "Delivery" SET "selectionId" = "issueId" WHERE "subscriptionId" = ${id}
      AND EXISTS (SELECT 1 FROM "DigestSelection" s WHERE s."id" = "Delivery"."issueId")`;
  });
}
