import { env } from "@/env";
import { getStatus } from "@/features/ingest/queries-status";
import { parseSources } from "@/features/ingest/source-names";
import { now } from "@/lib/clock";
import { jsonReading, preflight, reading } from "@/lib/reading";

export const GET = reading(async () =>
  jsonReading(await getStatus(parseSources(env().sources), now())),
);

export const OPTIONS = preflight;
