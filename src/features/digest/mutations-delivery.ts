import { db } from "@/db/client";

const MINUTE = 60_000;
/** How often a mail server may say "not now"; one that can't be reached has said nothing. */
export const MAX_ATTEMPTS = 5;
/** Longer than any send can take: a row claimed before that belongs to a process that died. */
const CLAIM_LIFE = 15 * MINUTE;

export type Claim = { subscriptionId: string; selectionId: string; email: string };

/**
 * Claims one delivery for sending, or answers null where none is left. One atomic statement, so
 * that two senders never hold the same one; it asks again that the reader is still subscribed.
 *
 * Taken: what is pending; what failed before this run began, up to five tries; what a sender
 * that died left behind (whether it went out nobody knows: it goes again under its Message-ID).
 */
export async function claimDelivery(
  issueId: string,
  { runStartedAt, now }: { runStartedAt: Date; now: Date },
): Promise<Claim | null> {
  const stale = new Date(now.getTime() - CLAIM_LIFE);
  const claimed = await db().$queryRaw<Claim[]>`
    UPDATE "Delivery" SET "state" = 'sending', "attempts" = "attempts" + 1, "claimedAt" = ${now}
    WHERE ("issueId", "subscriptionId") IN (
      SELECT d."issueId", d."subscriptionId" FROM "Delivery" d
      JOIN "Subscription" s ON s."id" = d."subscriptionId" AND s."state" = 'active'
      WHERE d."issueId" = ${issueId} AND (
        d."state" = 'pending'
        OR (d."state" = 'deferred' AND d."attempts" < ${MAX_ATTEMPTS} AND d."claimedAt" < ${runStartedAt})
        OR (d."state" = 'sending' AND d."claimedAt" < ${stale}))
      LIMIT 1)
    RETURNING "subscriptionId", "selectionId",
      (SELECT "email" FROM "Subscription" WHERE "id" = "subscriptionId") AS "email"`;
  return claimed[0] ?? null;
}

type Settled = { answer: string; now: Date };

const settled = ({ answer, now }: Settled) => ({ answer: answer.slice(0, 500), settledAt: now });
const delivery = (issueId: string, subscriptionId: string) => ({
  issueId_subscriptionId: { issueId, subscriptionId },
});

/** Notes that the mail server took a mail. */
export async function settleSent(
  issueId: string,
  subscriptionId: string,
  outcome: Settled,
): Promise<void> {
  await db().delivery.update({
    where: delivery(issueId, subscriptionId),
    data: { state: "sent", ...settled(outcome) },
  });
}

/**
 * Notes that it did not; `final` says that trying again is of no use, `unreached` that no server
 * answered, which uses no try up. Answers whether the next run tries again.
 */
export async function settleFailed(
  issueId: string,
  subscriptionId: string,
  { final, unreached, ...outcome }: Settled & { final: boolean; unreached: boolean },
): Promise<boolean> {
  const { attempts } = await db().delivery.update({
    where: delivery(issueId, subscriptionId),
    data: {
      state: "deferred",
      ...settled(outcome),
      ...(final ? { attempts: MAX_ATTEMPTS } : {}),
      ...(unreached ? { attempts: { decrement: 1 } } : {}),
    },
    select: { attempts: true },
  });
  return attempts < MAX_ATTEMPTS;
}

/** Sets aside what waits for readers who have left meanwhile. */
export async function skipUnsubscribed(issueId: string, now: Date): Promise<void> {
  await db().delivery.updateMany({
    where: {
      issueId,
      state: { in: ["pending", "deferred"] },
      subscription: { state: { not: "active" } },
    },
    data: { state: "skipped", settledAt: now, answer: "the reader has unsubscribed" },
  });
}
