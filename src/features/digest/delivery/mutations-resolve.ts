import { db } from "@/db/client";

/** Uncertain deliveries of one issue: those of one subscription, or all if none is given. */
export type UncertainDeliveries = { issueId: string; subscriptionId?: string };

/**
 * Moves uncertain deliveries to another state, and their last attempt to the end of the attempt log:
 * otherwise the next attempt's answer would overwrite it.
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
 * Has uncertain emails sent again and returns how many. Deliveries in another state are not changed,
 * so a second call does nothing. Uses the index on (issueId, state, subscriptionId).
 */
export const resendUncertain = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  resolveUncertain(deliveries, { state: "pending", answer: null, now });

/** Counts uncertain emails as sent and returns how many. Otherwise like `resendUncertain`. */
export const markUncertainAsSent = (deliveries: UncertainDeliveries, now: Date): Promise<number> =>
  resolveUncertain(deliveries, { state: "sent", answer: "counted as sent by the admin", now });
