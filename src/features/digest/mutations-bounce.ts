import { createHash, randomUUID } from "node:crypto";
import { db, type TransactionClient } from "@/db/client";
import type { BounceKind } from "@/db/generated/enums";
import { env } from "@/env";
import { cleanText } from "@/lib/clean";
import { dayOf } from "@/lib/day";
import { type BounceRead, readBounce } from "./bounce";
import { afterBounce } from "./bounce-score";
import { isPolicy } from "./bounce-status";
import { stopReader } from "./mutations-stop";
import { messageId } from "./tokens";

/** Bytes of a mail that are kept for the operator to read. */
const KEPT = 64 * 1024;
/** A mail may come back for so many of a reader's newest issues; mail servers try for five days. */
const ISSUES_BACK = 40;

export type BounceTaken = {
  kind: BounceKind;
  /** Whether it names one of our readers */
  reader: boolean;
};

/** The text of the first bytes, without half a character at its end; what is no text takes more room than it had. */
const beginning = (raw: Buffer) => {
  const text = Buffer.from(cleanText(raw.subarray(0, KEPT).toString()));
  return new TextDecoder().decode(text.subarray(0, KEPT), { stream: true });
};

/** Notes with the delivery that its mail came back. By Delivery's (subscriptionId, date) index. */
async function markReturned(
  transaction: TransactionClient,
  { subscriptionId, messageId: returned, answer, status }: BounceRead & { subscriptionId: string },
  now: Date,
): Promise<void> {
  const { secret, siteUrl } = env();
  const recent = await transaction.delivery.findMany({
    where: { subscriptionId },
    orderBy: { date: "desc" },
    take: ISSUES_BACK,
    select: { issueId: true },
  });
  const host = new URL(siteUrl).hostname;
  const found = recent.find(
    ({ issueId }) => messageId(issueId, subscriptionId, { secret, host }) === returned,
  );
  if (!found) return;
  // In doubt no more, where it was: what comes back had gone out.
  await transaction.delivery.updateMany({
    where: { issueId: found.issueId, subscriptionId, state: { in: ["sent", "unknown"] } },
    data: {
      state: "bounced",
      settledAt: now,
      answer: `came back: ${answer ?? status ?? "without a reason"}`,
    },
  });
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
  const after = afterBounce(before, { today: dayOf(now), rhythm: reader.rhythm });
  const { score, bouncedOn, stops } = after;
  await transaction.subscription.update({
    where: { id },
    data: { bounceScore: score, bouncedOn },
  });
  if (stops) await stopReader(id, { cause: "bouncing", answer, now }, transaction);
}

async function actOn(
  transaction: TransactionClient,
  bounce: BounceRead & { subscriptionId: string },
  now: Date,
): Promise<void> {
  const { kind, subscriptionId: id } = bounce;
  const answer = bounce.answer ?? bounce.status ?? "the mail came back without a reason";
  if (kind === "hard") await stopReader(id, { cause: "bounced", answer, now }, transaction);
  if (kind === "complaint") await stopReader(id, { cause: "complained", answer, now }, transaction);
  // A provider that blocks this site for a week must not cost it all its readers there.
  const counts = kind === "soft" && !isPolicy(bounce.status);
  if (counts) await addToScore(transaction, id, { answer, now });
  if (kind === "hard" || kind === "soft") await markReturned(transaction, bounce, now);
}

/**
 * Takes a mail that came back: keeps it, and stops its reader, at once or by the score. All of it in
 * one transaction; the same mail again changes nothing. By Bounce's unique index on rawHash.
 */
export async function takeBounce(raw: Buffer, now: Date): Promise<BounceTaken> {
  const read = await readBounce(raw, env().secret);
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
        ...{ receivedAt: now, raw: isForgotten ? "" : beginning(raw) },
      },
    });
    if (known) await actOn(transaction, { ...read, subscriptionId: known.id }, now);
    return { kind, reader: known !== null };
  });
}

/**
 * Mails a reader again who was stopped: from the next edition on, with nothing held against them.
 * False where they weren't stopped. By primary key.
 */
export async function undoStop(id: string, now: Date): Promise<boolean> {
  const { count } = await db().subscription.updateMany({
    where: { id, state: "stopped" },
    data: {
      ...{ state: "active", scheduledAt: now, bounceScore: 0, bouncedOn: null },
      ...{ stoppedAt: null, stoppedBy: null, stopAnswer: null },
    },
  });
  return count === 1;
}
