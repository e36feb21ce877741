import { createHash, randomUUID } from "node:crypto";
import { db, type TransactionClient } from "@/db/client";
import type { BounceKind } from "@/db/generated/enums";
import { env } from "@/env";
import { stopSubscription } from "@/features/digest/subscription/mutations";
import { createMessageId } from "@/features/digest/subscription/tokens";
import { toUtcDay } from "@/lib/day";
import { cleanText } from "@/lib/text";
import { type ClassifiedBounce, classifyBounce } from "./classify";
import { addBounce } from "./score";
import { isPolicyRefusal } from "./status-codes";

/** Bytes of a mail that are kept for the admin to read. */
const KEPT = 64 * 1024;
/** A mail may come back for so many of a reader's newest issues; mail servers try for five days. */
const ISSUES_BACK = 40;

export type RecordedBounce = {
  kind: BounceKind;
  /** Whether it names one of our readers */
  reader: boolean;
};

/** The text of the first bytes, without half a character at its end; what is no text takes more room than it had. */
const beginning = (raw: Buffer) => {
  const text = Buffer.from(cleanText(raw.subarray(0, KEPT).toString()));
  return new TextDecoder().decode(text.subarray(0, KEPT), { stream: true });
};

/** The delivery whose mail came back, where it can be told. By Delivery's (subscriptionId, date) index. */
async function findReturned(
  transaction: TransactionClient,
  { subscriptionId, messageId: returned }: ClassifiedBounce & { subscriptionId: string },
): Promise<{ issueId: string; claimedAt: Date | null } | undefined> {
  const { secret, siteUrl } = env();
  const recent = await transaction.delivery.findMany({
    where: { subscriptionId },
    orderBy: { date: "desc" },
    take: ISSUES_BACK,
    select: { issueId: true, claimedAt: true },
  });
  const host = new URL(siteUrl).hostname;
  return recent.find(
    ({ issueId }) => createMessageId(issueId, subscriptionId, { secret, host }) === returned,
  );
}

/** Notes with a delivery that its mail came back. In doubt no more, where it was: it had gone out. */
async function markReturned(
  transaction: TransactionClient,
  issueId: string,
  { subscriptionId, answer, status, now }: ClassifiedBounce & { subscriptionId: string; now: Date },
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

/** Whether a mail went to an address that the reader has left since: it says nothing about the new one. */
async function wentToEarlierAddress(
  transaction: TransactionClient,
  subscriptionId: string,
  claimedAt: Date | null,
): Promise<boolean> {
  const change = await transaction.addressChange.findUnique({ where: { subscriptionId } });
  if (!claimedAt || !change?.oldConfirmedAt || !change.newConfirmedAt) return false;
  return claimedAt < change.oldConfirmedAt || claimedAt < change.newConfirmedAt;
}

/** Adds to the score what may pass; stops the reader where it was too much. By primary key. */
async function addToScore(
  transaction: TransactionClient,
  id: string,
  { answer, now }: { answer: string; now: Date },
): Promise<void> {
  const reader = await transaction.subscription.findUniqueOrThrow({
    where: { id },
    select: { bounceScore: true, bouncedOn: true, rhythm: true },
  });
  const before = { score: reader.bounceScore, bouncedOn: reader.bouncedOn };
  const after = addBounce(before, { today: toUtcDay(now), rhythm: reader.rhythm });
  const { score, bouncedOn, stops } = after;
  await transaction.subscription.update({
    where: { id },
    data: { bounceScore: score, bouncedOn },
  });
  if (stops) await stopSubscription(id, { cause: "bouncing", answer, now }, transaction);
}

async function actOn(
  transaction: TransactionClient,
  bounce: ClassifiedBounce & { subscriptionId: string },
  now: Date,
): Promise<void> {
  const { kind, subscriptionId: id } = bounce;
  if (kind === "ignored") return;
  const answer = bounce.answer ?? bounce.status ?? "the mail came back without a reason";
  if (kind === "complaint") {
    await stopSubscription(id, { cause: "complained", answer, now }, transaction);
    return;
  }
  const returned = await findReturned(transaction, bounce);
  if (returned) await markReturned(transaction, returned.issueId, { ...bounce, now });
  if (await wentToEarlierAddress(transaction, id, returned?.claimedAt ?? null)) return;
  if (kind === "hard") await stopSubscription(id, { cause: "bounced", answer, now }, transaction);
  // A provider that blocks this site for a week must not cost it all its readers there.
  const counts = kind === "soft" && !isPolicyRefusal(bounce.status);
  if (counts) await addToScore(transaction, id, { answer, now });
}

/**
 * Takes a mail that came back: keeps it, and stops its reader, at once or by the score. All of it in
 * one transaction; the same mail again changes nothing. By Bounce's unique index on rawHash.
 */
export async function recordBounce(raw: Buffer, now: Date): Promise<RecordedBounce> {
  const read = await classifyBounce(raw, env().secret);
  const rawHash = createHash("sha256").update(raw).digest("hex");
  return db().$transaction(async (transaction) => {
    const before = await transaction.bounce.findUnique({ where: { rawHash } });
    if (before) return { kind: before.kind, reader: before.subscriptionId !== null };
    const id = read.subscriptionId;
    const known =
      id === null
        ? null
        : await transaction.subscription.findUnique({ where: { id, state: { not: "deleted" } } });
    // Signed by us, yet gone: of a reader who was deleted nothing is kept, and the mail has the address.
    const isForgotten = id !== null && known === null;
    const told = isForgotten ? { status: null, answer: null } : read;
    const { kind, status, answer } = known ? read : { ...told, kind: "ignored" as const };
    await transaction.bounce.create({
      data: {
        ...{ id: randomUUID(), rawHash, subscriptionId: known?.id, kind, status, answer },
        ...{ receivedAt: now, raw: known ? beginning(raw) : "" },
      },
    });
    if (known) await actOn(transaction, { ...read, subscriptionId: known.id }, now);
    return { kind, reader: known !== null };
  });
}
