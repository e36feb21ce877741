import { env } from "@/env";
import { ingest } from "@/features/ingest/mutations";
import { INGEST_LIMIT, parseEntries } from "@/features/ingest/schema";
import { now } from "@/lib/clock";
import { parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { handler, json, readText, requireBearer } from "@/lib/http";

export const POST = handler(async (request) => {
  requireBearer(request, env().ingestToken, "INGEST_TOKEN");
  if (request.headers.get("content-encoding")) {
    throw new AppError("unsupported", "Send the body as it is, without Content-Encoding.");
  }
  const date = new URL(request.url).searchParams.get("date");
  const day = date === null ? undefined : parseDay(date);
  if (day === null) throw new AppError("bad_request", `${date} is no day: write YYYY-MM-DD.`);
  const entries = parseEntries(await readText(request, INGEST_LIMIT));
  return json(await ingest(entries, { now, origin: "route", day }));
});
