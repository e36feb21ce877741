import { env } from "@/env";
import { formatCursor, papersParameters, parseParameters } from "@/features/feed/api/parameters";
import { listPapersByDate } from "@/features/feed/api/queries-entries";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

export const GET = publicRead(async (request) => {
  const { searchParams } = new URL(request.url);
  const { cursor, limit } = parseParameters(papersParameters, searchParams);
  const { papers, next } = await listPapersByDate(cursor, limit);
  if (!next) return toReadResponse(papers);
  const more = new URLSearchParams({ cursor: formatCursor(next), limit: String(limit) });
  return toReadResponse(papers, { Link: `<${env().siteUrl}/api/papers?${more}>; rel="next"` });
});

export const OPTIONS = answerPreflight;
