import { db } from "@/db/client";

/** What the admin decides about, of an issue: one delivery, or all that are in doubt. */
export type UncertainDeliveries = { issueId: string; subscriptionId?: string };

/** Notes the last attempt with those before it, so that the next one's answer doesn't hide it. */
const decide = (
  { issueId, subscriptionId = "" }: UncertainDeliveries,
  set: { state: "pending" | "sent"; answer: string | null; now: Date },
) => {
  const readyAt = set.state === "pending" ? set.now : null;
  const settledAt = set.state === "sent" ? set.now : null;
  return db().$executeRaw`
    UPDATE "Delivery" SET
      "attemptLog" = json_insert("attemptLog", '$[#]', json_object(
        'at', coalesce("firstTriedAt", "claimedAt", "settledAt"), 'answer', "answer")),
      "state" = ${set.state}, "answer" = ${set.answer}, "fence" = NULL,
      "readyAt" = ${readyAt}, "settledAt" = ${settledAt}
    WHERE "issueId" = ${issueId} AND "state" = 'unknown'
      AND (${subscriptionId} = '' OR "subscriptionId" = ${subscriptionId})`;
};

/**
 * Has mails sent again that may have arrived; answers how many. What is not in doubt stays as it is, so
 * a second press does nothing. By (issueId, state, subscriptionId).
 */
export const resendUncertain = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  decide(deliveries, { state: "pending", answer: null, now });

/** Takes mails for sent that may have arrived; answers how many. The same otherwise. */
export const markUncertainAsSent = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  decide(deliveries, { state: "sent", answer: "counted as sent by the admin", now });
