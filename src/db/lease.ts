import { z } from "zod";
import { log } from "@/lib/log";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { isDeadProcess, isSameHostAndPid } from "./lease-owner";
import { integer, parseRows } from "./stored";

/**
 * A row that can be leased. Its table has the columns `name` (the primary key), `leaseOwner`,
 * `leaseUntil` and `fence`.
 */
export type Leasable = {
  table: "Sender" | "Source";
  name: string;
  /** Milliseconds that a lease lasts unless it is renewed */
  duration: number;
};

/** The exclusive right to work on a row. Each new owner has a higher fence. */
export type Lease = Leasable & { leaseOwner: string; fence: number };

const after = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);
const quoteTable = ({ table }: Leasable) => Prisma.raw(`"${table}"`);

const fenceRow = z.object({ fence: integer });
const holderRow = z.object({ leaseOwner: z.string().nullable(), leaseUntil: z.date().nullable() });

type Holder = { leaseOwner: string; leaseUntil: Date };

/** Finds the holder of a lease, even if the lease has expired. By primary key. */
async function findHolder(row: Leasable): Promise<Holder | null> {
  const rows = await db().$queryRaw`
    SELECT "leaseOwner", "leaseUntil" FROM ${quoteTable(row)} WHERE "name" = ${row.name}`;
  const { leaseOwner, leaseUntil } = parseRows(holderRow, rows)[0] ?? {};
  return leaseOwner && leaseUntil ? { leaseOwner, leaseUntil } : null;
}

/**
 * Claims the lease of a row, and creates the row if it does not exist. Returns null while another
 * process, or another run of this process, holds the lease. One atomic statement decides, so exactly
 * one of many simultaneous claims succeeds. By primary key.
 *
 * A lease is free if it has expired, or if it ends more than two durations from now, which means that
 * the clock was set back. (One duration is not enough: the holder may renew the lease after we have
 * read the clock and before our turn to write.) A lease whose owner is a dead process of this host is
 * free at once.
 */
export async function claimLease(
  row: Leasable,
  leaseOwner: string,
  now: Date,
): Promise<Lease | null> {
  const latest = after(now, 2 * row.duration);
  // A read comes first: when twenty servers ask each minute, nineteen need no turn to write.
  const holder = await findHolder(row);
  if (holder && holder.leaseUntil > now && holder.leaseUntil <= latest) {
    return claimFromDeadProcess(row, leaseOwner, now);
  }
  const claimed = await db().$queryRaw`
    INSERT INTO ${quoteTable(row)} AS "row" ("name", "leaseOwner", "leaseUntil", "fence")
    VALUES (${row.name}, ${leaseOwner}, ${after(now, row.duration)}, 1)
    ON CONFLICT ("name") DO UPDATE SET "leaseOwner" = excluded."leaseOwner",
      "leaseUntil" = excluded."leaseUntil", "fence" = "row"."fence" + 1
    WHERE "row"."leaseUntil" IS NULL OR "row"."leaseUntil" <= ${now} OR "row"."leaseUntil" > ${latest}
    RETURNING "fence"`;
  const fence = parseRows(fenceRow, claimed)[0]?.fence;
  if (fence === undefined) return claimFromDeadProcess(row, leaseOwner, now);
  return { ...row, leaseOwner, fence };
}

/** Claims a lease that has not expired and whose owner is a dead process of this host. */
async function claimFromDeadProcess(
  row: Leasable,
  leaseOwner: string,
  now: Date,
): Promise<Lease | null> {
  const holder = await findHolder(row);
  if (!holder || !isDeadProcess(holder.leaseOwner, leaseOwner)) return null;
  // Another container may have our host name and our pid. While its process runs, it renews its lease.
  const wasRenewed = holder.leaseUntil > after(now, row.duration / 2);
  if (isSameHostAndPid(holder.leaseOwner, leaseOwner) && wasRenewed) return null;
  const claimed = await db().$queryRaw`
    UPDATE ${quoteTable(row)} SET "leaseOwner" = ${leaseOwner},
      "leaseUntil" = ${after(now, row.duration)}, "fence" = "fence" + 1
    WHERE "name" = ${row.name} AND "leaseOwner" = ${holder.leaseOwner}
    RETURNING "fence"`;
  const fence = parseRows(fenceRow, claimed)[0]?.fence;
  return fence === undefined ? null : { ...row, leaseOwner, fence };
}

/** Builds the SQL condition that a lease is still ours, for statements that only its holder may run. */
export const isStillHeld = (lease: Lease): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT 1 FROM ${quoteTable(lease)} AS "lease" WHERE "lease"."name" = ${lease.name}
    AND "lease"."leaseOwner" = ${lease.leaseOwner} AND "lease"."fence" = ${lease.fence})`;

/**
 * Extends a lease, even an expired one if no other process has claimed it since. Returns false if the
 * lease is lost: its former holder must write nothing more.
 */
export async function renewLease(lease: Lease, now: Date): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE ${quoteTable(lease)} SET "leaseUntil" = ${after(now, lease.duration)}
    WHERE "name" = ${lease.name} AND "leaseOwner" = ${lease.leaseOwner} AND "fence" = ${lease.fence}`;
  return renewed === 1;
}

/** Releases a lease. Returns false if it was lost before. */
export async function releaseLease(lease: Lease): Promise<boolean> {
  const released = await db().$executeRaw`
    UPDATE ${quoteTable(lease)} SET "leaseOwner" = NULL, "leaseUntil" = NULL
    WHERE "name" = ${lease.name} AND "leaseOwner" = ${lease.leaseOwner} AND "fence" = ${lease.fence}`;
  return released === 1;
}

/** A lease that is renewed in the background until it is released. */
export type HeldLease = Lease & {
  /** Returns whether the lease is still ours. Renews it if half of its duration has passed */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
};

/**
 * Renews a lease by a timer after each quarter of its duration, because one request to a slow server
 * may take longer than a lease lasts.
 */
export function keepLeaseRenewed(lease: Lease, now: () => Date): HeldLease {
  let isLost = false;
  let renewedAt = now().getTime();

  async function renew(): Promise<void> {
    if (isLost) return;
    const at = now();
    isLost = !(await renewLease(lease, at));
    renewedAt = at.getTime();
  }

  const timer = setInterval(() => {
    renew().catch((error: unknown) => {
      // Harmless: every write of the holder checks the lease in the database.
      const { table, name } = lease;
      log.warn("a lease could not be renewed", { table, name, reason: String(error) });
    });
  }, lease.duration / 4);
  timer.unref();

  return {
    ...lease,
    async isHeld() {
      if (Math.abs(now().getTime() - renewedAt) > lease.duration / 2) await renew();
      return !isLost;
    },
    async release() {
      clearInterval(timer);
      await releaseLease(lease);
    },
  };
}
