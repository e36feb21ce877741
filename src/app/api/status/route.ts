import { env } from "@/env";
import { getStatus } from "@/features/ingest/queries-status";
import { parseSources } from "@/features/ingest/source-names";
import { now } from "@/lib/clock";
import { handler } from "@/lib/http";

export const GET = handler(async () =>
  Response.json(await getStatus(parseSources(env().sources), now()), {
    headers: { "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*" },
  }),
);
