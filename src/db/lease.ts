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
export type Lease = Leasable & { owner: string; fence: number };

const after = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);
const quoteTable = ({ table }: Leasable) => Prisma.raw(`"${table}"`);

const fenceRow = z.object({ fence: integer });
const holderRow = z.object({ leaseOwner: z.string().nullable(), leaseUntil: z.date().nullable() });

type Holder = { owner: string; until: Date };

/** Finds who has the lease, expired or not. By primary key. */
async function findHolder(row: Leasable): Promise<Holder | null> {
  const rows = await db().$queryRaw`
    SELECT "leaseOwner", "leaseUntil" FROM ${quoteTable(row)} WHERE "name" = ${row.name}`;
  const { leaseOwner, leaseUntil } = parseRows(holderRow, rows)[0] ?? {};
  return leaseOwner && leaseUntil ? { owner: leaseOwner, until: leaseUntil } : null;
}

/**
 * Claims the lease of a row and creates the row where it is missing. Returns null while another
 * process, or another run of this process, holds the lease. One atomic statement decides, so exactly
 * one of many simultaneous claims succeeds. By primary key.
 *
 * A lease is free where it has expired, and where it ends further ahead than two durations: then the
 * clock was set back. (One duration would not do: the holder may renew between our reading of the
 * clock and our turn to write.) A lease whose owner is a dead process of this host is free at once.
 */
export async function claimLease(row: Leasable, owner: string, now: Date): Promise<Lease | null> {
  const latest = after(now, 2 * row.duration);
  // A read comes first: when twenty servers ask each minute, nineteen need no turn to write.
  const holder = await findHolder(row);
  if (holder && holder.until > now && holder.until <= latest) {
    return claimFromDeadProcess(row, owner, now);
  }
  const claimed = await db().$queryRaw`
    INSERT INTO ${quoteTable(row)} AS "row" ("name", "leaseOwner", "leaseUntil", "fence")
    VALUES (${row.name}, ${owner}, ${after(now, row.duration)}, 1)
    ON CONFLICT ("name") DO UPDATE SET "leaseOwner" = excluded."leaseOwner",
      "leaseUntil" = excluded."leaseUntil", "fence" = "row"."fence" + 1
    WHERE "row"."leaseUntil" IS NULL OR "row"."leaseUntil" <= ${now} OR "row"."leaseUntil" > ${latest}
    RETURNING "fence"`;
  const fence = parseRows(fenceRow, claimed)[0]?.fence;
  return fence === undefined ? claimFromDeadProcess(row, owner, now) : { ...row, owner, fence };
}

/** Claims a lease that has not expired and whose owner is a dead process of this host. */
async function claimFromDeadProcess(
  row: Leasable,
  owner: string,
  now: Date,
): Promise<Lease | null> {
  const holder = await findHolder(row);
  if (!holder || !isDeadProcess(holder.owner, owner)) return null;
  // A container of the same host name may run under our pid too. While it lives it renews its lease.
  const wasRenewed = holder.until > after(now, row.duration / 2);
  if (isSameHostAndPid(holder.owner, owner) && wasRenewed) return null;
  const claimed = await db().$queryRaw`
    UPDATE ${quoteTable(row)} SET "leaseOwner" = ${owner},
      "leaseUntil" = ${after(now, row.duration)}, "fence" = "fence" + 1
    WHERE "name" = ${row.name} AND "leaseOwner" = ${holder.owner}
    RETURNING "fence"`;
  const fence = parseRows(fenceRow, claimed)[0]?.fence;
  return fence === undefined ? null : { ...row, owner, fence };
}

/** The SQL condition that a lease is still ours; for the WHERE of what only its holder may write. */
export const isStillHeld = (lease: Lease): Prisma.Sql =>
  Prisma.sql`EXISTS (SELECT 1 FROM ${quoteTable(lease)} AS "lease" WHERE "lease"."name" = ${lease.name}
    AND "lease"."leaseOwner" = ${lease.owner} AND "lease"."fence" = ${lease.fence})`;

/**
 * Extends a lease, also one that has expired and that nobody has claimed since. Returns false where
 * the lease is lost: its former holder must write nothing more.
 */
export async function renewLease(lease: Lease, now: Date): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE ${quoteTable(lease)} SET "leaseUntil" = ${after(now, lease.duration)}
    WHERE "name" = ${lease.name} AND "leaseOwner" = ${lease.owner} AND "fence" = ${lease.fence}`;
  return renewed === 1;
}

/** Gives a lease back. Returns false where it was lost before. */
export async function releaseLease(lease: Lease): Promise<boolean> {
  const released = await db().$executeRaw`
    UPDATE ${quoteTable(lease)} SET "leaseOwner" = NULL, "leaseUntil" = NULL
    WHERE "name" = ${lease.name} AND "leaseOwner" = ${lease.owner} AND "fence" = ${lease.fence}`;
  return released === 1;
}

/** A lease that is renewed in the background until it is released. */
export type HeldLease = Lease & {
  /** Returns whether the lease is still ours; renews it where half of its duration has passed */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
};

/**
 * Renews a lease by a timer at a quarter of its duration: one request to a slow server may take
 * longer than a lease lasts.
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
