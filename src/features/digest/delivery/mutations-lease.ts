import { db } from "@/db/client";
import { isDeadProcess, isSameHostAndPid } from "./lease-owner";
import { CONNECTION_PAUSE_MS, findSender, SENDER } from "./queries";
import { reserve } from "./throttle";

/** How long a lease holds, unless renewed. */
export const LEASE_DURATION = 60_000;
/** So many failed connections in a row pause all sending. */
export const MAX_CONNECTION_FAILURES = 20;

/** The right to send. Another owner has a higher fence. */
export type Lease = { owner: string; fence: number };

const after = (now: Date, time: number) => new Date(now.getTime() + time);

/**
 * Takes the lease, or answers null where somebody else, or another run of this process, holds it.
 * One atomic statement, so that of many that try at once one gets it. By primary key.
 *
 * Free is one that ran out, or that ends further ahead than two leases: then the clock jumped back.
 * (One lease would not do: a holder may renew it between our reading the clock and our turn to write.)
 */
export async function claimLease(owner: string, now: Date): Promise<Lease | null> {
  // Looked at first: of twenty servers that ask each minute nineteen needn't wait for their turn to write.
  const { leaseOwner: holder, leaseUntil } = (await findSender()) ?? {};
  if (holder && leaseUntil && leaseUntil > now && leaseUntil <= after(now, 2 * LEASE_DURATION)) {
    return takeFromGone(owner, now);
  }
  const claimed = await db().$queryRaw<{ fence: number | bigint }[]>`
    INSERT INTO "Sender" ("name", "leaseOwner", "leaseUntil", "fence")
    VALUES (${SENDER}, ${owner}, ${after(now, LEASE_DURATION)}, 1)
    ON CONFLICT ("name") DO UPDATE SET
      "leaseOwner" = excluded."leaseOwner", "leaseUntil" = excluded."leaseUntil", "fence" = "fence" + 1
    WHERE "leaseUntil" IS NULL OR "leaseUntil" <= ${now} OR "leaseUntil" > ${after(now, 2 * LEASE_DURATION)}
    RETURNING "fence"`;
  const [row] = claimed;
  return row ? { owner, fence: Number(row.fence) } : takeFromGone(owner, now);
}

/** Takes the lease of a process of this host that has ended: it need not run out first. */
async function takeFromGone(owner: string, now: Date): Promise<Lease | null> {
  const { leaseOwner: holder, leaseUntil } = (await findSender()) ?? {};
  if (!holder || !leaseUntil || !isDeadProcess(holder, owner)) return null;
  // Our own pid may run in another container of this name as well: then it renews its lease.
  if (isSameHostAndPid(holder, owner) && leaseUntil > after(now, LEASE_DURATION / 2)) return null;
  const taken = await db().$queryRaw<{ fence: number | bigint }[]>`
    UPDATE "Sender" SET "leaseOwner" = ${owner}, "leaseUntil" = ${after(now, LEASE_DURATION)},
      "fence" = "fence" + 1
    WHERE "name" = ${SENDER} AND "leaseOwner" = ${holder}
    RETURNING "fence"`;
  const [row] = taken;
  return row ? { owner, fence: Number(row.fence) } : null;
}

/** Holds the lease for longer, also one that ran out and that nobody took. False: it is lost. */
export async function renewLease({ owner, fence }: Lease, now: Date): Promise<boolean> {
  const { count } = await db().sender.updateMany({
    where: { name: SENDER, leaseOwner: owner, fence },
    data: { leaseUntil: after(now, LEASE_DURATION) },
  });
  return count === 1;
}

/** Gives the lease back. False: it was lost before. */
export async function releaseLease({ owner, fence }: Lease): Promise<boolean> {
  const { count } = await db().sender.updateMany({
    where: { name: SENDER, leaseOwner: owner, fence },
    data: { leaseOwner: null, leaseUntil: null },
  });
  return count === 1;
}

/** Reserves the moment for one mail, for all processes and whatever restarts. @param rate mails per minute */
export async function reserveSendTime(rate: number, now: Date): Promise<Date> {
  return db().$transaction(async (transaction) => {
    const { rateAt } = await transaction.sender.findUniqueOrThrow({ where: { name: SENDER } });
    const reserved = reserve(rateAt, now, rate);
    await transaction.sender.update({
      where: { name: SENDER },
      data: { rateAt: reserved.rateAt },
    });
    return reserved.at;
  });
}

/**
 * Counts a connection that failed; the twentieth in a row, and each further one, pauses all sending.
 * Answers how many they are. A late owner counts nothing.
 */
export async function countConnectionFailure(
  { fence }: Lease,
  answer: string,
  now: Date,
): Promise<number> {
  const reason = `The mail server could not be reached ${MAX_CONNECTION_FAILURES} times in a row: ${answer}`;
  const counted = await db().$queryRaw<{ failures: number | bigint }[]>`
    UPDATE "Sender" SET "failures" = "failures" + 1,
      "pausedUntil" = CASE WHEN "failures" + 1 >= ${MAX_CONNECTION_FAILURES}
        THEN ${after(now, CONNECTION_PAUSE_MS)} ELSE "pausedUntil" END,
      "pauseReason" = CASE WHEN "failures" + 1 >= ${MAX_CONNECTION_FAILURES}
        THEN ${reason} ELSE "pauseReason" END
    WHERE "name" = ${SENDER} AND "fence" = ${fence}
    RETURNING "failures"`;
  return Number(counted[0]?.failures ?? 0);
}

/** Notes that a server answered: the row of failures has ended, and a pause with it. */
export async function resetConnectionFailures({ fence }: Lease): Promise<void> {
  await db().sender.updateMany({
    where: { name: SENDER, fence, failures: { gt: 0 } },
    data: { failures: 0, pausedUntil: null, pauseReason: null },
  });
}

/** Ends a pause of the sending, whatever its reason. Idempotent; by primary key. */
export async function resumeSending(): Promise<void> {
  await db().sender.updateMany({
    where: { name: SENDER },
    data: { pausedUntil: null, pauseReason: null, failures: 0 },
  });
}
