import { db } from "@/db/client";

/** Uncertain deliveries of one issue: those of one subscription, or all if none is given. */
type UncertainDeliveries = { issueId: string; subscriptionId?: string };

/**
 * Changes the state of uncertain deliveries, and appends their last attempt to the attempt log:
 * otherwise the next attempt's answer would overwrite its answer.
 */
const resolveUncertain = (
  { issueId, subscriptionId = "" }: UncertainDeliveries,
  { state, answer, now }: { state: "pending" | "sent"; answer: string | null; now: Date },
): Promise<number> => {
  const readyAt = state === "pending" ? now : null;
  const settledAt = state === "sent" ? now : null;
  return db().$executeRaw`
    UPDATE "Delivery" SET
      "attemptLog" = json_insert("attemptLog", '$[#]', json_object(
        'at', coalesce("firstTriedAt", "claimedAt", "settledAt"), 'answer', "answer")),
      "state" = ${state}, "answer" = ${answer}, "fence" = NULL,
      "readyAt" = ${readyAt}, "settledAt" = ${settledAt}
    WHERE "issueId" = ${issueId} AND "state" = 'unknown'
      AND (${subscriptionId} = '' OR "subscriptionId" = ${subscriptionId})`;
};

/**
 * Makes uncertain deliveries due again and returns their number. Deliveries in another state are not
 * changed, so a second call does nothing. Uses the index on (issueId, state, subscriptionId).
 */
export const resendUncertain = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  resolveUncertain(deliveries, { state: "pending", answer: null, now });

/** Marks uncertain deliveries as sent and returns their number. Otherwise like `resendUncertain`. */
export const markUncertainAsSent = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  resolveUncertain(deliveries, { state: "sent", answer: "counted as sent by the admin", now });
