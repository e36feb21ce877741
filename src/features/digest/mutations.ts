import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { listDigestPapers } from "./queries";
import { hashToken, messageId, randomToken } from "./tokens";

const MINUTE = 60_000;
/** A reader who lost the first mail may ask again after this; nobody can be flooded. */
const CONFIRM_PAUSE = 10 * MINUTE;
const CONFIRM_LIFE = 48 * 60 * MINUTE;

/**
 * Notes that an address asked for the digest. Answers the token to mail for its confirmation, or
 * null where there is nothing to mail: it is subscribed already, or was written to just now.
 */
export async function requestSubscription(email: string, now: Date): Promise<string | null> {
  return db().$transaction(async (transaction) => {
    const known = await transaction.subscription.findUnique({ where: { email } });
    if (known?.state === "active") return null;
    const mailedAt = known?.confirmMailedAt?.getTime() ?? 0;
    if (now.getTime() - mailedAt < CONFIRM_PAUSE) return null;
    const token = randomToken();
    const asked = { confirmTokenHash: hashToken(token), confirmMailedAt: now };
    await transaction.subscription.upsert({
      where: { email },
      create: { id: randomUUID(), email, state: "pending", createdAt: now, ...asked },
      update: asked,
    });
    return token;
  });
}

/** Subscribes the address a confirmation was mailed to, within 48 hours; idempotent. False: no such token. */
export async function confirmSubscription(token: string, now: Date): Promise<boolean> {
  const { count } = await db().subscription.updateMany({
    where: {
      confirmTokenHash: hashToken(token),
      confirmMailedAt: { gt: new Date(now.getTime() - CONFIRM_LIFE) },
    },
    data: { state: "active", confirmedAt: now, unsubscribedAt: null },
  });
  return count === 1;
}

/** Ends a subscription; idempotent. An old confirmation no longer brings it back. */
export async function unsubscribe(id: string, now: Date): Promise<void> {
  await db().subscription.updateMany({
    where: { id, state: { not: "unsubscribed" } },
    data: {
      state: "unsubscribed",
      unsubscribedAt: now,
      confirmTokenHash: null,
      confirmMailedAt: null,
    },
  });
}

type NewIssue = {
  edition: string;
  /** Papers first seen after it */
  since: Date;
  now: () => Date;
  subjectOf: (titles: string[]) => string;
};

/**
 * Freezes an issue and a delivery for each active reader in one transaction, and answers how many
 * papers it has; without papers there is no issue. What is new is read in the same transaction:
 * a paper whose ingest is under way is dated after it and comes with the next.
 *
 * Of two that try at once the unique edition lets one through; the other gets a unique violation.
 */
export async function freezeIssue(
  { edition, since, now, subjectOf }: NewIssue,
  { secret, host }: { secret: string; host: string },
): Promise<number> {
  return db().$transaction(async (transaction) => {
    const id = randomUUID();
    const until = now();
    const papers = await listDigestPapers(transaction, since, until);
    if (papers.length === 0) return 0;
    await transaction.digestIssue.create({
      data: {
        id,
        edition,
        since,
        until,
        subject: subjectOf(papers.map(({ title }) => title)),
        papers: JSON.stringify(papers),
        createdAt: until,
      },
    });
    const readers = await transaction.subscription.findMany({
      where: { state: "active" },
      select: { id: true },
    });
    await transaction.delivery.createMany({
      data: readers.map((reader) => ({
        issueId: id,
        subscriptionId: reader.id,
        state: "pending",
        messageId: messageId(id, reader.id, { secret, host }),
      })),
    });
    return papers.length;
  });
}

/** How often a mail server may say "not now"; one that can't be reached has said nothing. */
export const MAX_ATTEMPTS = 5;
/** Longer than any send can take: a row claimed before that belongs to a process that died. */
const CLAIM_LIFE = 15 * MINUTE;

export type Claim = { subscriptionId: string; messageId: string; email: string };

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
        OR (d."state" = 'failed' AND d."attempts" < ${MAX_ATTEMPTS} AND d."claimedAt" < ${runStartedAt})
        OR (d."state" = 'sending' AND d."claimedAt" < ${stale}))
      LIMIT 1)
    RETURNING "subscriptionId", "messageId",
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
      state: "failed",
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
      state: { in: ["pending", "failed"] },
      subscription: { state: { not: "active" } },
    },
    data: { state: "skipped", settledAt: now, answer: "the reader has unsubscribed" },
  });
}
