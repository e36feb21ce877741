import { z } from "zod";
import { db, executePrepared } from "@/db/client";
import type { Lease } from "@/db/lease";
import { toOneLine, truncate } from "@/lib/text";
import { CONNECTION_PAUSE_MS, SENDER } from "./queries";

const DAY = 24 * 60 * 60_000;

const short = (answer: string) => truncate(toOneLine(answer), 500);

const claim = z.object({
  issueId: z.string(),
  subscriptionId: z.string(),
  selectionId: z.string(),
  /** The issue's calendar date */
  date: z.string(),
  state: z.enum(["sending", "skipped", "unknown"]),
  email: z.string(),
  attempts: z.coerce.number(),
  uncertainAttempts: z.coerce.number(),
  /** When it was tried first */
  firstTriedAt: z.coerce.date(),
});
/** A delivery in a sender's hands, where it is `sending`; otherwise nothing is to be sent. */
export type Claim = z.infer<typeof claim>;
type Key = Pick<Claim, "issueId" | "subscriptionId">;

/**
 * Claims the delivery that has been due for longest, or answers null where none is, where the lease
 * is lost or ran out, or all sending is paused. One atomic statement, which asks again whether the
 * reader still wants it: otherwise, or where its issue is more than a day old, it is skipped; one that
 * may have gone out before stays in doubt. By Delivery's index on readyAt, the rest by primary keys.
 */
export async function claimDelivery({ owner, fence }: Lease, now: Date): Promise<Claim | null> {
  const stale = new Date(now.getTime() - DAY);
  const longestPause = new Date(now.getTime() + CONNECTION_PAUSE_MS);
  const claimed = await executePrepared`
    WITH "due" AS (
      SELECT d."issueId", d."subscriptionId", CASE
        WHEN s."state" = 'stopped' THEN 'mail to this reader is stopped'
        WHEN s."state" <> 'active' THEN 'the reader has unsubscribed'
        WHEN s."pausedUntil" > ${now} THEN 'the reader has paused the digest'
        WHEN i."dueAt" <= ${stale} THEN 'its issue is more than a day old' END AS "why"
      FROM "Delivery" d
      JOIN "Subscription" s ON s."id" = d."subscriptionId"
      JOIN "DigestIssue" i ON i."id" = d."issueId"
      WHERE d."readyAt" <= ${now} ORDER BY d."readyAt" LIMIT 1)
    UPDATE "Delivery" SET
      "state" = CASE WHEN "why" IS NULL THEN 'sending'
        WHEN "uncertainAttempts" > 0 THEN 'unknown' ELSE 'skipped' END,
      "readyAt" = NULL,
      "fence" = CASE WHEN "why" IS NULL THEN ${fence} END,
      "attempts" = "attempts" + ("why" IS NULL),
      "firstTriedAt" = CASE WHEN "why" IS NULL THEN COALESCE("firstTriedAt", ${now}) ELSE "firstTriedAt" END,
      "claimedAt" = CASE WHEN "why" IS NULL THEN ${now} ELSE "claimedAt" END,
      "settledAt" = CASE WHEN "why" IS NOT NULL THEN ${now} END,
      "attemptLog" = CASE WHEN "answer" IS NULL THEN "attemptLog"
        ELSE json_insert("attemptLog", '$[#]', json_object('at', "claimedAt", 'answer', "answer")) END,
      "answer" = "why"
    FROM "due" WHERE "Delivery"."issueId" = "due"."issueId"
      AND "Delivery"."subscriptionId" = "due"."subscriptionId"
      AND EXISTS (SELECT 1 FROM "Sender" l WHERE l."name" = ${SENDER}
        AND l."leaseOwner" = ${owner} AND l."fence" = ${fence} AND l."leaseUntil" > ${now}
        AND (l."pausedUntil" IS NULL OR l."pausedUntil" NOT BETWEEN ${now} AND ${longestPause}))
    RETURNING "issueId", "subscriptionId", "selectionId", "date", "state", "attempts", "uncertainAttempts",
      COALESCE("firstTriedAt", ${now}) AS "firstTriedAt",
      (SELECT "email" FROM "Subscription" WHERE "id" = "subscriptionId") AS "email"`;
  return claimed[0] ? claim.parse(claimed[0]) : null;
}

export type Settled = { answer: string; now: Date };

/**
 * Notes that the mail server took a mail: to be called right after its answer. Also where another
 * owner took the delivery over meanwhile, whatever state it is in by then: the server has the mail,
 * so no other state is truer, and a further try would be a copy too many. Only `bounced` stays: it
 * may have come back since. Of who was deleted meanwhile no answer is kept: servers repeat the address.
 */
export async function recordSent(
  { issueId, subscriptionId }: Key,
  { answer, now }: Settled,
): Promise<void> {
  await executePrepared`
    UPDATE "Delivery" SET "state" = 'sent', "readyAt" = NULL, "fence" = NULL,
      "settledAt" = ${now}, "answer" = CASE WHEN EXISTS (SELECT 1
        FROM "Subscription" s WHERE s."id" = "subscriptionId" AND s."state" <> 'deleted')
        THEN ${short(answer)} END
    WHERE "issueId" = ${issueId} AND "subscriptionId" = ${subscriptionId}
      AND "state" NOT IN ('sent', 'bounced')`;
}

type Failed = Settled & {
  state: "deferred" | "bounced" | "skipped" | "unknown";
  /** When it is tried again: for `deferred`, and only for it */
  readyAt?: Date;
  /** Whether nobody knows if it went out */
  isUncertain?: boolean;
};

/** Notes that a mail was not taken. False: the delivery was taken over meanwhile, nothing was written. */
export async function recordNotSent(
  { fence }: Lease,
  { issueId, subscriptionId }: Key,
  { state, answer, now, readyAt, isUncertain }: Failed,
): Promise<boolean> {
  const again = state === "deferred" ? (readyAt ?? null) : null;
  const settled = await executePrepared`
    UPDATE "Delivery" SET "state" = ${state}, "readyAt" = ${again}, "fence" = NULL,
      "uncertainAttempts" = "uncertainAttempts" + ${Number(isUncertain ?? false)},
      "settledAt" = ${now}, "answer" = CASE WHEN EXISTS (SELECT 1
        FROM "Subscription" s WHERE s."id" = "subscriptionId" AND s."state" <> 'deleted')
        THEN ${short(answer)} END
    WHERE "issueId" = ${issueId} AND "subscriptionId" = ${subscriptionId}
      AND "state" = 'sending' AND "fence" = ${fence}
    RETURNING "issueId"`;
  return settled.length === 1;
}

/**
 * Takes over what earlier owners left in `sending`: whether it went out nobody knows. `resend` lets
 * it go again at once, under its Message-ID; `hold` leaves it to the admin. Answers how many.
 * By Delivery's index on fence.
 */
export async function recoverAbandoned(
  { fence }: Lease,
  policy: "resend" | "hold",
  now: Date,
): Promise<number> {
  const again = policy === "resend";
  const { count } = await db().delivery.updateMany({
    where: { fence: { lt: fence }, state: "sending" },
    data: {
      state: again ? "pending" : "unknown",
      fence: null,
      uncertainAttempts: { increment: 1 },
      readyAt: again ? now : null,
      settledAt: again ? null : now,
      answer: "its sender ended before the mail server had answered",
    },
  });
  return count;
}
