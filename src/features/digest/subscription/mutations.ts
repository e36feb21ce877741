import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { env } from "@/env";
import { createRandomToken, hashToken } from "./tokens";

const HOUR = 60 * 60_000;
/** One mail a day to an address, whoever asks: nobody can be flooded. */
export const ASK_PAUSE = 24 * HOUR;
export const CONFIRM_LIFE = 48 * HOUR;

/** What an ask for the digest leads to: a mail to confirm it, or one that says that it is subscribed. */
export type RequestOutcome = { kind: "confirm"; token: string } | { kind: "already"; id: string };

const isRecent = (instant: Date | null, now: Date, span: number) =>
  instant !== null && now.getTime() - instant.getTime() < span;

/**
 * Notes that an address asked for the digest. Answers what to mail it, or null where it was written
 * to within a day. The browser's time zone is for who is new; others keep what they chose. By the
 * unique index on email.
 */
export async function requestSubscription(
  email: string,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<RequestOutcome | null> {
  return db().$transaction(async (transaction) => {
    const known = await transaction.subscription.findUnique({ where: { email } });
    if (known?.state === "active") {
      if (isRecent(known.linkMailedAt, now, ASK_PAUSE)) return null;
      await transaction.subscription.update({ where: { email }, data: { linkMailedAt: now } });
      return { kind: "already", id: known.id };
    }
    if (known && isRecent(known.confirmMailedAt, now, ASK_PAUSE)) return null;
    const token = createRandomToken();
    const asked = { confirmTokenHash: hashToken(token), confirmMailedAt: now };
    const isNew = !known || known.state === "pending";
    await transaction.subscription.upsert({
      where: { email },
      create: {
        ...{ id: randomUUID(), email, state: "pending", hour: env().digest.hour, timeZone },
        ...{ createdAt: now, scheduledAt: now, ...asked },
      },
      update: { ...asked, ...(isNew && { timeZone }) },
    });
    return { kind: "confirm", token };
  });
}

/** Takes an ask back whose mail certainly never left, so that it can be made again at once. */
export async function withdrawRequest(token: string): Promise<void> {
  await db().subscription.updateMany({
    where: { confirmTokenHash: hashToken(token) },
    data: { confirmTokenHash: null, confirmMailedAt: null },
  });
}

/**
 * Subscribes the address a confirmation was mailed to, within 48 hours, and answers whose it is; a
 * second time it changes nothing. Who was stopped begins anew: the mail did arrive. Null: no such
 * token, or one that was used before the reader left or was stopped. By the unique index on the hash.
 */
export async function confirmSubscription(token: string, now: Date): Promise<string | null> {
  return db().$transaction(async (transaction) => {
    const found = await transaction.subscription.findUnique({
      where: { confirmTokenHash: hashToken(token) },
    });
    const mailedAt = found?.confirmMailedAt;
    if (!found || !mailedAt || !isRecent(mailedAt, now, CONFIRM_LIFE)) return null;
    if (found.state === "active") return found.id;
    if (found.confirmedAt && found.confirmedAt >= mailedAt) return null;
    await transaction.subscription.update({
      where: { id: found.id },
      data: { ...CLEAN_START, confirmedAt: now, consentSource: "form", scheduledAt: now },
    });
    return found.id;
  });
}

/** What a subscription that begins, or begins again, leaves behind. */
export const CLEAN_START = {
  state: "active",
  pausedUntil: null,
  unsubscribedAt: null,
  stoppedAt: null,
  stoppedBy: null,
  stopAnswer: null,
  bounceScore: 0,
  bouncedOn: null,
} as const;

/**
 * Ends a subscription, paused or not; idempotent. An old confirmation no longer brings it back.
 * False: there is no such reader. By primary key.
 */
export async function unsubscribe(id: string, now: Date): Promise<boolean> {
  const subscription = { id, state: { not: "deleted" as const } };
  await db().subscription.updateMany({
    where: { id, state: { notIn: ["unsubscribed", "deleted"] } },
    data: {
      state: "unsubscribed",
      unsubscribedAt: now,
      pausedUntil: null,
      confirmTokenHash: null,
    },
  });
  return (await db().subscription.count({ where: subscription })) === 1;
}
