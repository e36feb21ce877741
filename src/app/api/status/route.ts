import { env } from "@/env";
import { parseSources } from "@/features/ingest/pull/source-config";
import { getStatus } from "@/features/ingest/status/queries";
import { now } from "@/lib/clock";
import { jsonReading, preflight, reading } from "@/lib/public-api";

export const GET = reading(async () =>
  jsonReading(await getStatus(parseSources(env().sources), now())),
);

export const OPTIONS = preflight;
