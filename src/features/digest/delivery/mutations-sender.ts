import { z } from "zod";
import { db } from "@/db/client";
import { claimLease, type Lease } from "@/db/lease";
import { integer, parseRows } from "@/db/stored";
import { MINUTE } from "@/lib/duration";
import { CONNECTION_PAUSE_MS, SENDER } from "./queries";
import { computeSendTime } from "./throttle";

/** The row that a process leases to be the only one that sends the digest. */
const SENDER_LEASE = { table: "Sender", name: SENDER, duration: MINUTE } as const;

/** All sending pauses after this many failed connections in a row. */
export const MAX_CONNECTION_FAILURES = 20;

/** Claims the right to send the digest. Returns null while another process has it. See `claimLease`. */
export const claimSender = (leaseOwner: string, now: Date): Promise<Lease | null> =>
  claimLease(SENDER_LEASE, leaseOwner, now);

/**
 * Reserves the time at which one email may be sent. All processes respect the reservation, also after
 * a restart.
 *
 * @param rate emails per minute
 */
export async function reserveSendTime(rate: number, now: Date): Promise<Date> {
  return db().$transaction(async (transaction) => {
    const { rateAt } = await transaction.sender.findUniqueOrThrow({ where: { name: SENDER } });
    const reserved = computeSendTime(rateAt, now, rate);
    await transaction.sender.update({
      where: { name: SENDER },
      data: { rateAt: reserved.rateAt },
    });
    return reserved.at;
  });
}

/**
 * Counts a failed connection and returns how many have failed in a row. From the twentieth on, each
 * one pauses all sending. For a former holder of the lease it stores nothing and returns 0.
 */
export async function countConnectionFailure(
  { fence }: Lease,
  answer: string,
  now: Date,
): Promise<number> {
  const pausedUntil = new Date(now.getTime() + CONNECTION_PAUSE_MS);
  const reason = `The mail server could not be reached ${MAX_CONNECTION_FAILURES} times in a row: ${answer}`;
  const counted = await db().$queryRaw`
    UPDATE "Sender" SET "failures" = "failures" + 1,
      "pausedUntil" = CASE WHEN "failures" + 1 >= ${MAX_CONNECTION_FAILURES}
        THEN ${pausedUntil} ELSE "pausedUntil" END,
      "pauseReason" = CASE WHEN "failures" + 1 >= ${MAX_CONNECTION_FAILURES}
        THEN ${reason} ELSE "pauseReason" END
    WHERE "name" = ${SENDER} AND "fence" = ${fence}
    RETURNING "failures"`;
  return parseRows(z.object({ failures: integer }), counted)[0]?.failures ?? 0;
}

/** Resets the count of failed connections and ends their pause: a server has answered. */
export async function resetConnectionFailures({ fence }: Lease): Promise<void> {
  await db().sender.updateMany({
    where: { name: SENDER, fence, failures: { gt: 0 } },
    data: { failures: 0, pausedUntil: null, pauseReason: null },
  });
}

/** Values that clear the count of refusals in a row. */
export const NO_REFUSALS = { refusals: 0, refusalKey: null, refusedSince: null } as const;

/**
 * Ends the pause of all sending, for whatever reason it began, and makes the deliveries due that wait
 * for its end. Idempotent. Uses the primary key and Delivery's index on readyAt.
 */
export async function resumeSending(now: Date): Promise<void> {
  await db().$transaction(async (transaction) => {
    const sender = await transaction.sender.findUnique({ where: { name: SENDER } });
    if (!sender) return;
    if (sender.pausedUntil) {
      await transaction.delivery.updateMany({
        where: { readyAt: sender.pausedUntil, state: "deferred" },
        data: { readyAt: now },
      });
    }
    await transaction.sender.update({
      where: { name: SENDER },
      data: { pausedUntil: null, pauseReason: null, failures: 0, ...NO_REFUSALS },
    });
  });
}
