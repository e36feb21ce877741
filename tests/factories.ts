import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { db } from "@/db/client";
import type { SubscriptionUncheckedCreateInput } from "@/db/generated/models";
import { env } from "@/env";
import { ingest } from "@/features/ingest/mutations";
import type { IngestReport } from "@/features/ingest/schema";

/** A made-up instant that tests take for now: a Thursday. */
export const NOW = new Date("2026-03-05T15:00:00.000Z");

export { makeEntry } from "./made-up";

/** Ingests entries as a source would. */
export const ingestEntries = (entries: unknown[], now: Date = NOW): Promise<IngestReport> =>
  ingest(entries, { now: () => now, origin: "command line" });

/** Somebody with an account. */
export async function makePerson(id = "person-1"): Promise<string> {
  const email = `${id}@example.org`;
  const times = { createdAt: NOW, updatedAt: NOW };
  await db().person.create({ data: { id, email, name: id, emailVerified: true, ...times } });
  return id;
}

/** An active subscription since the day before `NOW`, daily at 7 UTC unless told otherwise. */
export async function makeSubscription(
  id = "reader-1",
  more: Partial<SubscriptionUncheckedCreateInput> = {},
): Promise<string> {
  const since = new Date(NOW.getTime() - 24 * 60 * 60_000);
  const times = { createdAt: since, confirmedAt: since, scheduledAt: since };
  const data = { id, email: `${id}@example.org`, state: "active" as const, ...times, ...more };
  await db().subscription.create({ data });
  return id;
}

const getRecordedFile = (day: string) =>
  path.join(process.env.RECORDED_DATA || "../shared/data", "hf-daily-papers", `${day}.json`);

/** Whether a recorded day is at hand; tests that need one are skipped, and counted, without it. */
export const hasRecorded = (day: string): boolean => existsSync(getRecordedFile(day));

export const readRecorded = (day: string): unknown[] =>
  JSON.parse(readFileSync(getRecordedFile(day), "utf8"));

/** The folder of all recorded days. */
export const getRecordedFolder = (): string => path.join(env().recordedData, "hf-daily-papers");
