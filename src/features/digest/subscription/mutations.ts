import { randomUUID } from "node:crypto";
import { db, type TransactionClient } from "@/db/client";
import type { StopCause } from "@/db/generated/enums";
import { env } from "@/env";
import { CONFIRMATION_MS, EMAIL_INTERVAL_MS, PAUSE_MS } from "@/features/digest/limits";
import { addDays, type Day } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { toOneLine, truncate } from "@/lib/text/text";
import { createRandomToken, hashToken } from "./tokens";

/*
 * The life of a subscription. A row is in one of five states; each function below is one event. A dash
 * means that the event changes nothing.
 *
 *   state \ event   request     confirm   restart    pause, resume   unsubscribe    stop      undoStop
 *   (no row)        → pending   –         → active¹  –               –              –         –
 *   pending         new token   → active  → active   –               → unsubscribed –         –
 *   active          (link)²     –         –          pausedUntil     → unsubscribed → stopped –
 *   unsubscribed    new token   → active  → active³  –               –              –         –
 *   stopped         new token   → active  –          –               → unsubscribed –         → active
 *   deleted         –⁴          –         –          –               –              –         –
 *
 * ¹ Only by a signed-in person for their own verified address.
 * ² An active subscriber gets a link to the preferences instead of a confirmation.
 * ³ Not if it was stopped before it was unsubscribed: a stop is ended only by a confirmation, which
 *   proves that email arrives again, or by an admin's undoStop or undoStops.
 * ⁴ mutations-delete.ts replaces the address, so a new request creates a new row.
 */

/** Values that clear a stop and the bounces that led to it. */
export const NOT_STOPPED = {
  stoppedAt: null,
  stoppedBy: null,
  stopAnswer: null,
  bounceScore: 0,
  bouncedOn: null,
} as const;

/** Values of a subscription that becomes active. They clear how and when it ended before. */
const STARTED = {
  ...NOT_STOPPED,
  state: "active",
  pausedUntil: null,
  unsubscribedAt: null,
} as const;

const isWithin = (span: number, instant: Date | null, now: Date) =>
  instant !== null && now.getTime() - instant.getTime() < span;

/** The email to send after a request: one to confirm it, or one with a link to the preferences. */
export type RequestOutcome = { kind: "confirm"; token: string } | { kind: "already"; id: string };

/**
 * Records that an address requested the digest. Returns what to email to it, or null if it got such an
 * email within `EMAIL_INTERVAL_MS`. A new or pending subscription takes the browser's time zone; others
 * keep theirs. Uses the unique index on email.
 */
export async function requestSubscription(
  email: string,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<RequestOutcome | null> {
  return db().$transaction(async (transaction) => {
    const known = await transaction.subscription.findUnique({ where: { email } });
    if (known?.state === "active") {
      if (isWithin(EMAIL_INTERVAL_MS, known.linkMailedAt, now)) return null;
      await transaction.subscription.update({ where: { email }, data: { linkMailedAt: now } });
      return { kind: "already", id: known.id };
    }
    if (known && isWithin(EMAIL_INTERVAL_MS, known.confirmMailedAt, now)) return null;
    const token = createRandomToken();
    const confirmation = { confirmTokenHash: hashToken(token), confirmMailedAt: now };
    const keepsTimeZone = known !== null && known.state !== "pending";
    await transaction.subscription.upsert({
      where: { email },
      create: {
        id: randomUUID(),
        email,
        state: "pending",
        hour: env().digest.hour,
        timeZone,
        createdAt: now,
        scheduledAt: now,
        ...confirmation,
      },
      update: keepsTimeZone ? confirmation : { ...confirmation, timeZone },
    });
    return { kind: "confirm", token };
  });
}

/** Withdraws a request whose email certainly wasn't sent, so that it can be repeated at once. */
export async function withdrawRequest(token: string): Promise<void> {
  await db().subscription.updateMany({
    where: { confirmTokenHash: hashToken(token) },
    data: { confirmTokenHash: null, confirmMailedAt: null },
  });
}

/**
 * Activates the subscription that a confirmation link was emailed for, within `CONFIRMATION_HOURS`, and
 * returns its id. Idempotent. A stopped subscription is active again as well, since the email did
 * arrive. Returns null if there is no such token, or if it was used before the subscription ended.
 * Uses the unique index on the hash.
 */
export async function confirmSubscription(token: string, now: Date): Promise<string | null> {
  return db().$transaction(async (transaction) => {
    const subscription = await transaction.subscription.findUnique({
      where: { confirmTokenHash: hashToken(token) },
    });
    const emailedAt = subscription?.confirmMailedAt;
    if (!emailedAt || !isWithin(CONFIRMATION_MS, emailedAt, now)) return null;
    const { id, state, confirmedAt } = subscription;
    if (state === "active") return id;
    const wasUsed = confirmedAt !== null && confirmedAt >= emailedAt;
    if (wasUsed) return null;
    await transaction.subscription.update({
      where: { id },
      data: { ...STARTED, confirmedAt: now, consentSource: "form", scheduledAt: now },
    });
    return id;
  });
}

/** `stopped`: the address has to confirm again, since email to it came back. */
export type StartOutcome = "started" | "stopped";

/** How a person proved that the address is theirs: by an emailed link, or signed in. */
type Proof = { source: "form" | "settings"; now: Date };

const buildStartColumns = ({ source, now }: Proof) => ({
  ...STARTED,
  confirmedAt: now,
  consentSource: source,
  scheduledAt: now,
  confirmTokenHash: null,
});

/**
 * Activates a subscription that its subscriber ended or never confirmed. An active one stays unchanged,
 * and so does one that was stopped, even if it was unsubscribed since. Uses the primary key.
 */
export async function restartSubscription(id: string, proof: Proof): Promise<StartOutcome> {
  await db().subscription.updateMany({
    where: { id, state: { in: ["pending", "unsubscribed"] }, stoppedAt: null },
    data: buildStartColumns(proof),
  });
  const { state } = await db().subscription.findUniqueOrThrow({ where: { id } });
  return state === "active" ? "started" : "stopped";
}

/** Subscribes a signed-in person's address without another email. Uses the unique index on email. */
export async function subscribeVerifiedAddress(
  email: string,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<StartOutcome> {
  const proof: Proof = { source: "settings", now };
  const { id } = await db().subscription.upsert({
    where: { email },
    create: {
      id: randomUUID(),
      email,
      hour: env().digest.hour,
      timeZone,
      createdAt: now,
      ...buildStartColumns(proof),
    },
    update: {},
  });
  return restartSubscription(id, proof);
}

/**
 * Pauses an active subscription for `PAUSE_WEEKS` from now. Uses the primary key.
 *
 * @throws AppError bad_request if it isn't active
 */
export async function pauseSubscription(id: string, now: Date): Promise<void> {
  const { count } = await db().subscription.updateMany({
    where: { id, state: "active" },
    data: { pausedUntil: new Date(now.getTime() + PAUSE_MS) },
  });
  if (count === 0) {
    throw new AppError("bad_request", "This subscription isn't active, so it can't be paused.");
  }
}

/** Ends a pause, if there is one. Editions of the pause aren't sent late. Uses the primary key. */
export async function resumeSubscription(id: string, now: Date): Promise<void> {
  await db().subscription.updateMany({
    where: { id, state: "active", pausedUntil: { not: null } },
    data: { pausedUntil: null, scheduledAt: now },
  });
}

/**
 * Ends a subscription, paused or not, and invalidates its confirmation link. Idempotent. Returns
 * false if there is no such subscription. Uses the primary key.
 */
export async function unsubscribe(id: string, now: Date): Promise<boolean> {
  await db().subscription.updateMany({
    where: { id, state: { notIn: ["unsubscribed", "deleted"] } },
    data: {
      state: "unsubscribed",
      unsubscribedAt: now,
      pausedUntil: null,
      confirmTokenHash: null,
    },
  });
  return (await db().subscription.count({ where: { id, state: { not: "deleted" } } })) === 1;
}

export type Stop = {
  cause: StopCause;
  /** The mail server's answer, or the bounce's */
  answer: string;
  now: Date;
};

/**
 * Stops email to an active subscription until its subscriber confirms again or an admin undoes it.
 * Returns false if it wasn't active. One statement, so that of several causes the first is kept; uses
 * the primary key. Pass a transaction's client to take part in it.
 */
export async function stopSubscription(
  id: string,
  { cause, answer, now }: Stop,
  client: TransactionClient = db(),
): Promise<boolean> {
  const stopAnswer = truncate(toOneLine(answer), 500);
  const { count } = await client.subscription.updateMany({
    where: { id, state: "active" },
    data: { state: "stopped", stoppedAt: now, stoppedBy: cause, stopAnswer },
  });
  return count === 1;
}

/**
 * Makes a stopped subscription active again: it gets the deliveries that are still due and the next
 * editions, and its bounce score starts from zero. Returns false if it wasn't stopped. Uses the
 * primary key.
 */
export async function undoStop(id: string, now: Date): Promise<boolean> {
  const { count } = await db().subscription.updateMany({
    where: { id, state: "stopped" },
    data: { ...NOT_STOPPED, state: "active", scheduledAt: now },
  });
  return count === 1;
}

/** Causes of stops that an admin can undo in bulk: all but complaints, by which subscribers spoke for themselves. */
export const BULK_UNDO_CAUSES = ["refused", "bounced", "bouncing"] as const;

/** The stops of a UTC day that have the same cause. */
export type StopGroup = { cause: (typeof BULK_UNDO_CAUSES)[number]; day: Day };

/**
 * Makes the subscriptions active again that were stopped on a day for a cause, as `undoStop` does, and
 * returns their number. Idempotent. Uses the index on (state, email).
 */
export async function undoStops({ cause, day }: StopGroup, now: Date): Promise<number> {
  const { count } = await db().subscription.updateMany({
    where: {
      state: "stopped",
      stoppedBy: cause,
      stoppedAt: { gte: new Date(day), lt: new Date(addDays(day, 1)) },
    },
    data: { ...NOT_STOPPED, state: "active", scheduledAt: now },
  });
  return count;
}
