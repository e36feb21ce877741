import { db } from "@/db/client";
import { claimLease, isStillHeld, type Lease } from "@/db/lease";
import { MINUTE } from "@/lib/duration";

/** Longer than a request, the wait before it and the storing of its answer usually take. */
const HOST_LEASE_DURATION = 3 * MINUTE;

/** Claims the right to make requests to a host; null while another process has it. */
export const claimHost = (host: string, leaseOwner: string, now: Date): Promise<Lease | null> =>
  claimLease({ table: "Source", name: host, duration: HOST_LEASE_DURATION }, leaseOwner, now);

/**
 * Notes a request to a host for a source. Extends the lease and copies it into the source's own row:
 * /status shows from it that the source is being read. Returns false where the lease is lost.
 */
export async function noteRequest(lease: Lease, source: string, now: Date): Promise<boolean> {
  const leaseUntil = new Date(now.getTime() + lease.duration);
  const noted = await db().$executeRaw`
    UPDATE "Source" SET "attemptedAt" = ${now}, "leaseOwner" = ${lease.leaseOwner},
      "leaseUntil" = ${leaseUntil}
    WHERE "name" IN (${lease.name}, ${source}) AND ${isStillHeld(lease)}`;
  return noted > 0;
}

/** Saves when the last request to a host ended: the next process waits from then on. */
export async function saveLastRequest(lease: Lease, endedAt: Date): Promise<void> {
  await db().$executeRaw`
    UPDATE "Source" SET "attemptedAt" = ${endedAt}
    WHERE "name" = ${lease.name} AND ${isStillHeld(lease)}`;
}

/** Creates a source's row where it is missing. */
export async function ensureSourceRow(name: string): Promise<void> {
  await db().$executeRaw`INSERT INTO "Source" ("name") VALUES (${name}) ON CONFLICT DO NOTHING`;
}

/** Saves how far a source has been read. Returns false, and writes nothing, where the lease is lost. */
export async function saveProgress(
  lease: Lease,
  source: string,
  progress: string,
): Promise<boolean> {
  const saved = await db().$executeRaw`
    UPDATE "Source" SET "progress" = ${progress}
    WHERE "name" = ${source} AND ${isStillHeld(lease)}`;
  return saved > 0;
}

/** How a run of a source ended. */
export type RunEnd = {
  nextAt: Date;
  /** Everything that the source had published by then is stored */
  succeededAt?: Date;
  failed?: { at: Date; reason: string };
};

/**
 * Saves how a run ended. A success resets the count of failures, a failure increments it, and a run
 * that was stopped changes neither. Returns false, and writes nothing, where the lease is lost.
 */
export async function endRun(
  lease: Lease,
  source: string,
  { nextAt, succeededAt, failed }: RunEnd,
): Promise<boolean> {
  const keptFailures = succeededAt ? 0 : 1;
  const newFailures = failed ? 1 : 0;
  const ended = await db().$executeRaw`
    UPDATE "Source" SET "leaseOwner" = NULL, "leaseUntil" = NULL, "nextAt" = ${nextAt},
      "succeededAt" = COALESCE(${succeededAt ?? null}, "succeededAt"),
      "failures" = "failures" * ${keptFailures} + ${newFailures},
      "failedAt" = COALESCE(${failed?.at ?? null}, "failedAt"),
      "failure" = COALESCE(${failed?.reason ?? null}, "failure")
    WHERE "name" = ${source} AND ${isStillHeld(lease)}`;
  return ended > 0;
}

/**
 * Lets none of these sources be due before an instant. Writes nothing where the lease is lost. By
 * primary keys.
 */
export async function postponeSources(lease: Lease, sources: string[], until: Date): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Source" ("name", "nextAt")
    SELECT value, ${until} FROM json_each(${JSON.stringify(sources)})
    WHERE ${isStillHeld(lease)}
    ON CONFLICT ("name") DO UPDATE SET "nextAt" = excluded."nextAt"
    WHERE "Source"."nextAt" IS NULL OR "Source"."nextAt" < excluded."nextAt"`;
}
