import { env } from "@/env";
import { parseSources } from "@/features/ingest/pull/source-config";
import { getStatus } from "@/features/ingest/status/queries";
import { now } from "@/lib/clock";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

export const GET = publicRead(async () =>
  toReadResponse(await getStatus(parseSources(env().sources), now())),
);

export const OPTIONS = answerPreflight;
