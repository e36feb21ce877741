import { env } from "@/env";
import { papersParameters, parseParameters, writeCursor } from "@/features/feed/api/parameters";
import { listPapersByDate } from "@/features/feed/api/queries-entries";
import { jsonReading, preflight, reading } from "@/lib/public-api";

export const GET = reading(async (request) => {
  const { searchParams } = new URL(request.url);
  const { cursor, limit } = parseParameters(papersParameters, searchParams);
  const { papers, next } = await listPapersByDate(cursor, limit);
  if (!next) return jsonReading(papers);
  const more = new URLSearchParams({ cursor: writeCursor(next), limit: String(limit) });
  return jsonReading(papers, { Link: `<${env().siteUrl}/api/papers?${more}>; rel="next"` });
});

export const OPTIONS = preflight;
