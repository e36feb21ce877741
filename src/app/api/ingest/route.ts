import { env } from "@/env";
import { detectFormat } from "@/features/ingest/detect-format";
import { ingest } from "@/features/ingest/mutations";
import { MAX_INGEST_BYTES } from "@/features/ingest/schema";
import { now } from "@/lib/clock";
import { parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, readText, requireBearer, respondJson } from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireBearer(request, env().ingestToken, "INGEST_TOKEN");
  if (request.headers.get("content-encoding")) {
    throw new AppError("unsupported", "Send the body uncompressed, without Content-Encoding.");
  }
  const { searchParams } = new URL(request.url);
  const date = searchParams.get("date");
  const day = date === null ? undefined : parseDay(date);
  if (day === null) throw new AppError("bad_request", `${date} is not a day (YYYY-MM-DD).`);
  const list = /^(1|true)$/.test(searchParams.get("list") ?? "");
  const text = await readText(request, MAX_INGEST_BYTES);
  const format = detectFormat(request.headers.get("content-type"), text);
  const { entries, resumptionToken } = format.parseAnswer(text);
  const report = await ingest(entries, { now, origin: "route", format, list, day });
  // For an OAI-PMH list with more pages: the client requests the next one with it.
  return respondJson(resumptionToken ? { ...report, resumptionToken } : report);
});
