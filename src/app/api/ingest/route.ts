import { z } from "zod";
import { env } from "@/env";
import { detectFormat } from "@/features/ingest/detect-format";
import { ingest } from "@/features/ingest/mutations";
import { MAX_INGEST_BYTES } from "@/features/ingest/schema";
import { now } from "@/lib/clock";
import { parseDay } from "@/lib/day";
import { AppError } from "@/lib/errors";
import { createHandler, readText, requireBearer, respondJson } from "@/lib/http/handler";
import { parseInput } from "@/lib/http/parse-input";

const parameters = z.object({
  /** The listing day of entries that don't contain one */
  date: z.string().transform(parseDay).pipe(z.string("must be a day (YYYY-MM-DD)")).optional(),
  /** Whether announced papers are listed on the day of their announcement */
  list: z
    .string()
    .optional()
    .transform((text) => text === "1" || text === "true"),
});

export const POST = createHandler(async (request) => {
  requireBearer(request, env().ingestToken, "INGEST_TOKEN");
  if (request.headers.get("content-encoding")) {
    throw new AppError("unsupported", "Send the body uncompressed, without Content-Encoding.");
  }
  const { searchParams } = new URL(request.url);
  const { date: day, list } = parseInput(parameters, {
    date: searchParams.get("date") ?? undefined,
    list: searchParams.get("list") ?? undefined,
  });
  const text = await readText(request, MAX_INGEST_BYTES);
  const format = detectFormat(request.headers.get("content-type"), text);
  const { entries, resumptionToken } = format.parseAnswer(text);
  const report = await ingest(entries, { now, origin: "route", format, list, day });
  // For an OAI-PMH list with more pages: the client requests the next one with it.
  return respondJson(resumptionToken ? { ...report, resumptionToken } : report);
});
