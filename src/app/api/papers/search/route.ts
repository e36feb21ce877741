import { parseParameters, searchParameters } from "@/features/feed/api/parameters";
import { searchEntries } from "@/features/search/queries-entries";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

export const GET = publicRead(async (request) => {
  const { q, limit } = parseParameters(searchParameters, new URL(request.url).searchParams);
  return toReadResponse(q.trim() ? await searchEntries(q, limit) : []);
});

export const OPTIONS = answerPreflight;
