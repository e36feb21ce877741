import { db } from "@/db/client";

const ERASED_PREFERENCES = {
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
 * Forgets a reader: address, choices, what mail servers said of them, the papers chosen for them.
 * The row stays under its id, and its deliveries in their states, so that an issue's numbers still
 * add up; what was still to be sent is skipped. Idempotent.
 *
 * By primary key and Delivery's (subscriptionId, date) index.
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
        ...ERASED_PREFERENCES,
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
      data: { state: "skipped", readyAt: null, settledAt: now, answer: "the reader was deleted" },
    });
    // The papers chosen for a reader tell their topics: back to the issue's own.
    await transaction.$executeRaw`
      UPDATE "Delivery" SET "selectionId" = "issueId" WHERE "subscriptionId" = ${id}
      AND EXISTS (SELECT 1 FROM "DigestSelection" s WHERE s."id" = "Delivery"."issueId")`;
  });
}
