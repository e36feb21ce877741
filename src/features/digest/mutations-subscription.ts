import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { hashToken, randomToken } from "./tokens";

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
    const times = { createdAt: now, scheduledAt: now };
    await transaction.subscription.upsert({
      where: { email },
      create: { id: randomUUID(), email, state: "pending", ...times, ...asked },
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
    data: { state: "active", confirmedAt: now, scheduledAt: now, unsubscribedAt: null },
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
