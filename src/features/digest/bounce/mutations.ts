import { createHash, randomUUID } from "node:crypto";
import { db, type TransactionClient } from "@/db/client";
import type { BounceKind } from "@/db/generated/enums";
import { env } from "@/env";
import { stopSubscription } from "@/features/digest/subscription/mutations";
import { createMessageId } from "@/features/digest/subscription/tokens";
import { toUtcDay } from "@/lib/day";
import { classifyRefusal } from "@/lib/email/status-codes";
import { cleanText } from "@/lib/text/text";
import { type ClassifiedBounce, classifyBounce } from "./classify";
import { addBounce } from "./score";

/** The beginning of an email is stored for the admin to read. */
const MAX_STORED_BYTES = 64 * 1024;
/** A bounce can be about this many of a subscription's newest issues. Mail servers retry for five days. */
const MAX_ISSUES_BACK = 40;

export type RecordedBounce = {
  kind: BounceKind;
  /** Whether it is about one of our subscriptions */
  isOurs: boolean;
};

type OurBounce = ClassifiedBounce & { subscriptionId: string };

/**
 * Records an email to the bounce address: stores it, marks the delivery that came back, and stops the
 * subscription, at once or by its score. One transaction. Idempotent: the same email again changes
 * nothing. Uses Bounce's unique index on rawHash.
 */
export async function recordBounce(raw: Buffer, now: Date): Promise<RecordedBounce> {
  const bounce = await classifyBounce(raw, env().secret);
  const rawHash = createHash("sha256").update(raw).digest("hex");
  return db().$transaction(async (transaction) => {
    const earlier = await transaction.bounce.findUnique({ where: { rawHash } });
    if (earlier) return { kind: earlier.kind, isOurs: earlier.subscriptionId !== null };

    const arrival = { id: randomUUID(), rawHash, receivedAt: now };
    const { subscriptionId, kind, status, answer } = bounce;
    if (subscriptionId === null || !(await isKnown(transaction, subscriptionId))) {
      // The email may contain the address of a deleted subscriber: only its arrival is stored.
      await transaction.bounce.create({ data: { ...arrival, kind: "ignored", raw: "" } });
      return { kind: "ignored", isOurs: false };
    }
    await transaction.bounce.create({
      data: { ...arrival, subscriptionId, kind, status, answer, raw: decodeBeginning(raw) },
    });
    await applyBounce(transaction, { ...bounce, subscriptionId }, now);
    return { kind, isOurs: true };
  });
}

async function isKnown(transaction: TransactionClient, id: string): Promise<boolean> {
  const subscription = await transaction.subscription.findUnique({
    where: { id, state: { not: "deleted" } },
    select: { id: true },
  });
  return subscription !== null;
}

/**
 * Decodes the beginning of an email, without a partial character at its end. The limit applies twice,
 * because each byte that is not text is decoded to a character of three bytes.
 */
function decodeBeginning(raw: Buffer): string {
  const text = Buffer.from(cleanText(raw.subarray(0, MAX_STORED_BYTES).toString()));
  return new TextDecoder().decode(text.subarray(0, MAX_STORED_BYTES), { stream: true });
}

async function applyBounce(
  transaction: TransactionClient,
  bounce: OurBounce,
  now: Date,
): Promise<void> {
  const { kind, subscriptionId: id } = bounce;
  if (kind === "ignored") return;
  const answer = bounce.answer ?? bounce.status ?? "the email came back without a reason";
  if (kind === "complaint") {
    await stopSubscription(id, { cause: "complained", answer, now }, transaction);
    return;
  }
  const delivery = await findReturnedDelivery(transaction, bounce);
  if (delivery) await markDeliveryBounced(transaction, delivery.issueId, bounce, now);
  if (await wasSentToEarlierAddress(transaction, id, delivery?.claimedAt ?? null)) return;
  if (kind === "hard") {
    await stopSubscription(id, { cause: "bounced", answer, now }, transaction);
    return;
  }
  // If a provider blocks this site for a week, the site must not lose all its subscribers there.
  if (classifyRefusal(answer, bounce.status) !== "sender") {
    await addToScore(transaction, id, { answer, now });
  }
}

/** Counts a temporary bounce of a subscription, for an email that the mail server refused while it was sent. */
export async function countSoftBounce(
  id: string,
  { answer, now }: { answer: string; now: Date },
): Promise<void> {
  await db().$transaction((transaction) => addToScore(transaction, id, { answer, now }));
}

/**
 * Finds the delivery whose email came back, by its Message-ID. Returns undefined if there is none. Uses
 * Delivery's index on (subscriptionId, date).
 */
async function findReturnedDelivery(
  transaction: TransactionClient,
  { subscriptionId, messageId }: OurBounce,
): Promise<{ issueId: string; claimedAt: Date | null } | undefined> {
  const { secret, siteUrl } = env();
  const recent = await transaction.delivery.findMany({
    where: { subscriptionId },
    orderBy: { date: "desc" },
    take: MAX_ISSUES_BACK,
    select: { issueId: true, claimedAt: true },
  });
  const host = new URL(siteUrl).hostname;
  return recent.find(
    ({ issueId }) => createMessageId(issueId, subscriptionId, { secret, host }) === messageId,
  );
}

/** Marks a delivery as bounced. This also settles an uncertain delivery: its email had been sent. */
async function markDeliveryBounced(
  transaction: TransactionClient,
  issueId: string,
  { subscriptionId, answer, status }: OurBounce,
  now: Date,
): Promise<void> {
  await transaction.delivery.updateMany({
    where: { issueId, subscriptionId, state: { in: ["sent", "unknown"] } },
    data: {
      state: "bounced",
      settledAt: now,
      answer: `came back: ${answer ?? status ?? "without a reason"}`,
    },
  });
}

/** Returns whether an email was sent before the subscriber's address changed: bounces of the old address don't count. */
async function wasSentToEarlierAddress(
  transaction: TransactionClient,
  subscriptionId: string,
  claimedAt: Date | null,
): Promise<boolean> {
  const change = await transaction.addressChange.findUnique({ where: { subscriptionId } });
  if (!claimedAt || !change?.oldConfirmedAt || !change.newConfirmedAt) return false;
  return claimedAt < change.oldConfirmedAt || claimedAt < change.newConfirmedAt;
}

/** Adds a temporary bounce to the score, and stops the subscription if the score is high enough. By primary key. */
async function addToScore(
  transaction: TransactionClient,
  id: string,
  { answer, now }: { answer: string; now: Date },
): Promise<void> {
  const { bounceScore, bouncedOn, rhythm } = await transaction.subscription.findUniqueOrThrow({
    where: { id },
    select: { bounceScore: true, bouncedOn: true, rhythm: true },
  });
  const next = addBounce({ score: bounceScore, bouncedOn }, { today: toUtcDay(now), rhythm });
  await transaction.subscription.update({
    where: { id },
    data: { bounceScore: next.score, bouncedOn: next.bouncedOn },
  });
  if (next.stops) await stopSubscription(id, { cause: "bouncing", answer, now }, transaction);
}
