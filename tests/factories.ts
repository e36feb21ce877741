import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { db } from "@/db/client";
import type { SubscriptionUncheckedCreateInput } from "@/db/generated/models";
import { env } from "@/env";
import { ingest } from "@/features/ingest/mutations";
import type { IngestReport } from "@/features/ingest/schema";
import { DAY } from "@/lib/duration";

/** The instant that tests use as the current time: a Thursday. */
export const NOW = new Date("2026-03-05T15:00:00.000Z");

export { makeEntry } from "./made-up";

/** Ingests entries as the command line does. */
export const ingestEntries = (entries: unknown[], now: Date = NOW): Promise<IngestReport> =>
  ingest(entries, { now: () => now, origin: "command line" });

/** Creates a person with an account. */
export async function makePerson(id = "person-1"): Promise<string> {
  const email = `${id}@example.org`;
  const times = { createdAt: NOW, updatedAt: NOW };
  await db().person.create({ data: { id, email, name: id, emailVerified: true, ...times } });
  return id;
}

/** Creates a subscription that is active since the day before `NOW`, daily at 7 UTC by default. */
export async function makeSubscription(
  id = "reader-1",
  more: Partial<SubscriptionUncheckedCreateInput> = {},
): Promise<string> {
  const since = new Date(NOW.getTime() - DAY);
  const times = { createdAt: since, confirmedAt: since, scheduledAt: since };
  const data = { id, email: `${id}@example.org`, state: "active" as const, ...times, ...more };
  await db().subscription.create({ data });
  return id;
}

const getRecordedFile = (day: string) =>
  path.join(process.env.RECORDED_DATA || "../shared/data", "hf-daily-papers", `${day}.json`);

/** Returns whether a recorded day exists. Tests that need a missing one are skipped, and counted. */
export const hasRecorded = (day: string): boolean => existsSync(getRecordedFile(day));

export const readRecorded = (day: string): unknown[] =>
  z.array(z.unknown()).parse(JSON.parse(readFileSync(getRecordedFile(day), "utf8")));

/** Returns the folder of all recorded days. */
export const getRecordedFolder = (): string => path.join(env().recordedData, "hf-daily-papers");
