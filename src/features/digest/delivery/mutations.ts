import { z } from "zod";
import { db, executePrepared } from "@/db/client";
import type { Lease } from "@/db/lease";
import { instant, integer } from "@/db/stored";
import { ISSUE_LIFETIME_MS, TOO_OLD_ANSWER } from "@/features/digest/limits";
import { toOneLine, truncate } from "@/lib/text/text";
import { MAX_PAUSE_MS, SENDER } from "./queries";

const MAX_ANSWER_LENGTH = 500;

const shortenAnswer = (answer: string) => truncate(toOneLine(answer), MAX_ANSWER_LENGTH);

const claimRow = z.object({
  issueId: z.string(),
  subscriptionId: z.string(),
  selectionId: z.string(),
  /** The issue's calendar date */
  date: z.string(),
  state: z.enum(["sending", "skipped", "unknown"]),
  email: z.string(),
  attempts: integer,
  uncertainAttempts: integer,
  firstTriedAt: instant,
});
/** A delivery that was due. In state `sending` its owner must send it; otherwise it is settled. */
export type Claim = z.infer<typeof claimRow>;
type DeliveryKey = Pick<Claim, "issueId" | "subscriptionId">;

/**
 * Claims the delivery that has been due for the longest time. Returns null if none is due, if the
 * lease is lost or expired, or if all sending is paused. One atomic statement, which also checks
 * again for a reason not to send: the subscription is stopped, unsubscribed or paused, or the issue
 * is too old. It sets these columns:
 *
 *   reason             none           one                     one
 *   uncertainAttempts  any            0                       1 or more
 *   ─────────────────  ─────────────  ──────────────────────  ─────────────
 *   state              sending        skipped                 unknown
 *   readyAt            null           null                    null
 *   fence              the lease's    null                    null
 *   attempts           plus 1         unchanged               unchanged
 *   firstTriedAt       now, if null   unchanged               unchanged
 *   claimedAt          now            unchanged               unchanged
 *   settledAt          null           now                     now
 *   answer             null           the reason              the reason
 *   attemptLog         plus the answer of the previous attempt, if it had one
 *
 * `unknown` is for an email that may have been sent in an earlier attempt: the admin decides.
 *
 * Uses Delivery's index on readyAt, and primary keys for the rest. If the pause ends later than any
 * pause started now would, the clock was set back: that pause is ignored.
 */
export async function claimDelivery(
  { leaseOwner, fence }: Lease,
  now: Date,
): Promise<Claim | null> {
  const oldest = new Date(now.getTime() - ISSUE_LIFETIME_MS);
  const longestPause = new Date(now.getTime() + MAX_PAUSE_MS);
  const [claimed] = await executePrepared`
    WITH "due" AS (
      SELECT d."issueId", d."subscriptionId", CASE
        WHEN s."state" = 'stopped' THEN 'email to this subscriber is stopped'
        WHEN s."state" <> 'active' THEN 'the subscriber has unsubscribed'
        WHEN s."pausedUntil" > ${now} THEN 'the subscriber has paused the digest'
        WHEN i."dueAt" <= ${oldest} THEN ${TOO_OLD_ANSWER} END AS "reason"
      FROM "Delivery" d
      JOIN "Subscription" s ON s."id" = d."subscriptionId"
      JOIN "DigestIssue" i ON i."id" = d."issueId"
      WHERE d."readyAt" <= ${now} ORDER BY d."readyAt" LIMIT 1)
    UPDATE "Delivery" SET
      "state" = CASE WHEN "reason" IS NULL THEN 'sending'
        WHEN "uncertainAttempts" > 0 THEN 'unknown' ELSE 'skipped' END,
      "readyAt" = NULL,
      "fence" = CASE WHEN "reason" IS NULL THEN ${fence} END,
      "attempts" = "attempts" + ("reason" IS NULL),
      "firstTriedAt" = CASE WHEN "reason" IS NULL THEN COALESCE("firstTriedAt", ${now})
        ELSE "firstTriedAt" END,
      "claimedAt" = CASE WHEN "reason" IS NULL THEN ${now} ELSE "claimedAt" END,
      "settledAt" = CASE WHEN "reason" IS NOT NULL THEN ${now} END,
      "answer" = "reason",
      "attemptLog" = CASE WHEN "answer" IS NULL THEN "attemptLog"
        ELSE json_insert("attemptLog", '$[#]', json_object('at', "claimedAt", 'answer', "answer")) END
    FROM "due" WHERE "Delivery"."issueId" = "due"."issueId"
      AND "Delivery"."subscriptionId" = "due"."subscriptionId"
      AND EXISTS (SELECT 1 FROM "Sender" l WHERE l."name" = ${SENDER}
        AND l."leaseOwner" = ${leaseOwner} AND l."fence" = ${fence} AND l."leaseUntil" > ${now}
        AND (l."pausedUntil" IS NULL OR l."pausedUntil" NOT BETWEEN ${now} AND ${longestPause}))
    RETURNING "issueId", "subscriptionId", "selectionId", "date", "state", "attempts",
      "uncertainAttempts", COALESCE("firstTriedAt", ${now}) AS "firstTriedAt",
      (SELECT "email" FROM "Subscription" WHERE "id" = "subscriptionId") AS "email"`;
  return claimed ? claimRow.parse(claimed) : null;
}

type AttemptResult = { answer: string; now: Date };

/**
 * Stores that the mail server accepted an email. Call it right after the server's answer. It applies
 * in any state, even if another owner has taken over the delivery: the server has the email, so no
 * other state is true, and another attempt would send a copy. Only `bounced` stays: the email may
 * have come back already. If the subscription was deleted meanwhile, the answer is not stored, because
 * mail servers repeat the address in it.
 */
export async function recordSent(
  { issueId, subscriptionId }: DeliveryKey,
  { answer, now }: AttemptResult,
): Promise<void> {
  await executePrepared`
    UPDATE "Delivery" SET "state" = 'sent', "readyAt" = NULL, "fence" = NULL,
      "settledAt" = ${now}, "answer" = CASE WHEN EXISTS (SELECT 1
        FROM "Subscription" s WHERE s."id" = "subscriptionId" AND s."state" <> 'deleted')
        THEN ${shortenAnswer(answer)} END
    WHERE "issueId" = ${issueId} AND "subscriptionId" = ${subscriptionId}
      AND "state" NOT IN ('sent', 'bounced')`;
}

type FailedAttempt = AttemptResult & {
  state: "deferred" | "bounced" | "skipped" | "unknown";
  /** When to try again; used only for `deferred` */
  readyAt?: Date;
  /** Whether the email may have been sent in this attempt */
  isUncertain?: boolean;
};

/**
 * Stores that the mail server did not accept an email. Returns false, and stores nothing, if another
 * owner has taken over the delivery.
 */
export async function recordNotSent(
  { fence }: Lease,
  { issueId, subscriptionId }: DeliveryKey,
  { state, answer, now, readyAt, isUncertain = false }: FailedAttempt,
): Promise<boolean> {
  const retryAt = state === "deferred" ? (readyAt ?? null) : null;
  const updated = await executePrepared`
    UPDATE "Delivery" SET "state" = ${state}, "readyAt" = ${retryAt}, "fence" = NULL,
      "uncertainAttempts" = "uncertainAttempts" + ${Number(isUncertain)},
      "settledAt" = ${now}, "answer" = CASE WHEN EXISTS (SELECT 1
        FROM "Subscription" s WHERE s."id" = "subscriptionId" AND s."state" <> 'deleted')
        THEN ${shortenAnswer(answer)} END
    WHERE "issueId" = ${issueId} AND "subscriptionId" = ${subscriptionId}
      AND "state" = 'sending' AND "fence" = ${fence}
    RETURNING "issueId"`;
  return updated.length === 1;
}

/**
 * Recovers the deliveries that earlier owners of the lease left in `sending`. Their emails may have
 * been sent. `resend` makes them due at once, under the same Message-ID; `hold` leaves them to the
 * admin. Returns their number. Uses Delivery's index on fence.
 */
export async function recoverAbandoned(
  { fence }: Lease,
  policy: "resend" | "hold",
  now: Date,
): Promise<number> {
  const isResent = policy === "resend";
  const { count } = await db().delivery.updateMany({
    where: { fence: { lt: fence }, state: "sending" },
    data: {
      state: isResent ? "pending" : "unknown",
      fence: null,
      uncertainAttempts: { increment: 1 },
      readyAt: isResent ? now : null,
      settledAt: isResent ? null : now,
      answer: "the sending process ended before the mail server answered",
    },
  });
  return count;
}
