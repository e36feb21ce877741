import { z } from "zod";
import { db, type TransactionClient } from "@/db/client";
import type { Lease } from "@/db/lease";
import { integer, parseRows } from "@/db/stored";
import { ISSUE_LIFETIME_MS, RETRY_MS } from "@/features/digest/limits";
import { toUtcDay } from "@/lib/day";
import { MINUTE } from "@/lib/duration";
import { classifyRefusal, normalizeRefusal } from "@/lib/email/status-codes";
import { toOneLine, truncate } from "@/lib/text/text";
import { NO_REFUSALS } from "./mutations-sender";
import { REFUSAL_PAUSE_MS, SENDER } from "./queries";

/**
 * A mail server that refuses one email after another with the same answer has a problem with this
 * site, whatever its answer says: a limit, a block list, a wrong setting. From this many refusals in a
 * row on, each one pauses all sending.
 */
export const MAX_SAME_REFUSALS = 5;

export type CountedRefusal = {
  /** How many emails in a row were refused in the same way */
  refusals: number;
  /** Deliveries that were bounced by these refusals, and are now sent again after the pause */
  restored: number;
};

/**
 * Counts an email that the mail server refused permanently, after the refusal was recorded. If several
 * in a row were refused in the same way, pauses all sending and makes their deliveries due at the end
 * of the pause, except those whose address does not exist. For a former holder of the lease it stores
 * nothing and returns zeros. Uses primary keys, DigestIssue's index on dueAt and Delivery's on
 * (issueId, state, subscriptionId).
 */
export async function countRefusal(
  { fence }: Lease,
  answer: string,
  now: Date,
): Promise<CountedRefusal> {
  const key = normalizeRefusal(answer);
  return db().$transaction(async (transaction) => {
    const rows = await transaction.$queryRaw`
      UPDATE "Sender" SET
        "refusals" = CASE WHEN "refusalKey" = ${key} THEN "refusals" + 1 ELSE 1 END,
        "refusedSince" = CASE WHEN "refusalKey" = ${key} THEN "refusedSince" ELSE ${now} END,
        "refusalKey" = ${key}
      WHERE "name" = ${SENDER} AND "fence" = ${fence}
      RETURNING "refusals", "refusedSince"`;
    const [counted] = parseRows(z.object({ refusals: integer, refusedSince: z.date() }), rows);
    if (!counted) return { refusals: 0, restored: 0 };
    const { refusals, refusedSince } = counted;
    if (refusals < MAX_SAME_REFUSALS) return { refusals, restored: 0 };
    const pausedUntil = new Date(now.getTime() + REFUSAL_PAUSE_MS);
    const shown = truncate(toOneLine(answer), 300).replace(/\.$/, "");
    await transaction.sender.update({
      where: { name: SENDER },
      data: {
        pausedUntil,
        pauseReason: `The mail server refused ${refusals} emails in a row in the same way: ${shown}`,
      },
    });
    const restored = await restoreRefused(transaction, { key, refusedSince, pausedUntil, now });
    return { refusals, restored };
  });
}

type Refusals = { key: string; refusedSince: Date; pausedUntil: Date; now: Date };

/**
 * Makes the deliveries due again that were refused in the same way since the first of the refusals in a
 * row, and takes back the bounces that they counted as. Returns their number.
 */
async function restoreRefused(
  transaction: TransactionClient,
  { key, refusedSince, pausedUntil, now }: Refusals,
): Promise<number> {
  const refused = await transaction.delivery.findMany({
    where: {
      issue: { dueAt: { gt: new Date(pausedUntil.getTime() - ISSUE_LIFETIME_MS) } },
      state: "bounced",
      // Several connections record and count their refusals in any order.
      settledAt: { gte: new Date(refusedSince.getTime() - MINUTE) },
      firstTriedAt: { gt: new Date(pausedUntil.getTime() - RETRY_MS) },
    },
    select: { issueId: true, subscriptionId: true, answer: true },
  });
  const restorable = refused.filter(
    ({ answer }) =>
      answer !== null && normalizeRefusal(answer) === key && classifyRefusal(answer) !== "address",
  );
  for (const { issueId, subscriptionId, answer } of restorable) {
    await transaction.delivery.update({
      where: { issueId_subscriptionId: { issueId, subscriptionId } },
      data: { state: "deferred", readyAt: pausedUntil },
    });
    if (answer && classifyRefusal(answer) === "mailbox") {
      await transaction.subscription.updateMany({
        where: { id: subscriptionId, bouncedOn: toUtcDay(now), bounceScore: { gte: 1 } },
        data: { bounceScore: { decrement: 1 } },
      });
    }
  }
  return restorable.length;
}

/** Resets the count of refusals and ends their pause: the server has accepted an email. */
export async function resetRefusals({ fence }: Lease): Promise<void> {
  await db().sender.updateMany({
    where: { name: SENDER, fence, refusals: { gt: 0 } },
    data: { ...NO_REFUSALS, pausedUntil: null, pauseReason: null },
  });
}
