import { db } from "@/db/client";

/** Longer than a request, its waiting and what it brings can take: then its owner is dead. */
const LEASE = 3 * 60_000;

/** The right to ask through a gate. Another owner has a higher fence. */
export type Lease = { gate: string; owner: string; fence: number };

const until = (now: Date) => new Date(now.getTime() + LEASE);

/**
 * Takes the lease of a gate, or answers null where somebody else holds it. One atomic statement,
 * so that of two that try at once one gets it. By primary key.
 */
export async function claimLease(gate: string, owner: string, now: Date): Promise<Lease | null> {
  const claimed = await db().$queryRaw<{ fence: number | bigint }[]>`
    INSERT INTO "Source" ("name", "leaseOwner", "leaseUntil", "fence")
    VALUES (${gate}, ${owner}, ${until(now)}, 1)
    ON CONFLICT ("name") DO UPDATE SET
      "leaseOwner" = excluded."leaseOwner", "leaseUntil" = excluded."leaseUntil", "fence" = "fence" + 1
    WHERE "leaseUntil" IS NULL OR "leaseUntil" <= ${now}
    RETURNING "fence"`;
  const [row] = claimed;
  return row ? { gate, owner, fence: Number(row.fence) } : null;
}

/**
 * Notes a request and holds the lease for longer, also where the source shows that it is being
 * pulled. False: the lease is lost, and its late owner must write nothing more.
 */
export async function renewLease(lease: Lease, source: string, now: Date): Promise<boolean> {
  const { gate, owner, fence } = lease;
  const renewed = await db().$executeRaw`
    UPDATE "Source" SET "leaseUntil" = ${until(now)}, "leaseOwner" = ${owner},
      "attemptedAt" = ${now}
    WHERE "name" IN (${gate}, ${source}) AND EXISTS (SELECT 1 FROM "Source" g
      WHERE g."name" = ${gate} AND g."leaseOwner" = ${owner} AND g."fence" = ${fence})`;
  return renewed > 0;
}

/** Gives the lease back. @param asked when the gate was passed last */
export async function releaseLease(lease: Lease, asked: Date | undefined): Promise<void> {
  const { gate, owner, fence } = lease;
  await db().$executeRaw`
    UPDATE "Source" SET "leaseOwner" = NULL, "leaseUntil" = NULL,
      "attemptedAt" = COALESCE(${asked ?? null}, "attemptedAt")
    WHERE "name" = ${gate} AND "leaseOwner" = ${owner} AND "fence" = ${fence}`;
}

/** Makes a source's row where it has none yet. */
export async function ensureSourceRow(name: string): Promise<void> {
  await db().$executeRaw`INSERT INTO "Source" ("name") VALUES (${name}) ON CONFLICT DO NOTHING`;
}

/** Keeps how far a source is read. False: the lease is lost, and nothing was written. */
export async function saveProgress(
  { gate, owner, fence }: Lease,
  source: string,
  progress: string,
): Promise<boolean> {
  const saved = await db().$executeRaw`
    UPDATE "Source" SET "progress" = ${progress}
    WHERE "name" = ${source} AND EXISTS (SELECT 1 FROM "Source" g
      WHERE g."name" = ${gate} AND g."leaseOwner" = ${owner} AND g."fence" = ${fence})`;
  return saved > 0;
}

/** How a run of a source ended. */
export type RunEnd = {
  nextAt: Date;
  /** All that came until then is here */
  succeededAt?: Date;
  failed?: { at: Date; reason: string };
};

/** Writes how a run ended, and that it did. False: the lease is lost, and nothing was written. */
export async function endRun(
  { gate, owner, fence }: Lease,
  source: string,
  { nextAt, succeededAt, failed }: RunEnd,
): Promise<boolean> {
  const change = { reset: succeededAt ? 0 : 1, more: failed ? 1 : 0 };
  const ended = await db().$executeRaw`
    UPDATE "Source" SET "leaseOwner" = NULL, "leaseUntil" = NULL, "nextAt" = ${nextAt},
      "succeededAt" = COALESCE(${succeededAt ?? null}, "succeededAt"),
      "failures" = "failures" * ${change.reset} + ${change.more},
      "failedAt" = COALESCE(${failed?.at ?? null}, "failedAt"),
      "failure" = COALESCE(${failed?.reason ?? null}, "failure")
    WHERE "name" = ${source} AND EXISTS (SELECT 1 FROM "Source" g
      WHERE g."name" = ${gate} AND g."leaseOwner" = ${owner} AND g."fence" = ${fence})`;
  return ended > 0;
}

/** Lets none of some sources be due before an instant, as long as the lease is held. By primary keys. */
export async function postponeSources(
  { gate, owner, fence }: Lease,
  sources: string[],
  until: Date,
): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Source" ("name", "nextAt")
    SELECT value, ${until} FROM json_each(${JSON.stringify(sources)})
    WHERE EXISTS (SELECT 1 FROM "Source" g
      WHERE g."name" = ${gate} AND g."leaseOwner" = ${owner} AND g."fence" = ${fence})
    ON CONFLICT ("name") DO UPDATE SET "nextAt" = excluded."nextAt"
    WHERE "nextAt" IS NULL OR "nextAt" < excluded."nextAt"`;
}
