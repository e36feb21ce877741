import { parseParameters, searchParameters } from "@/features/feed/api/parameters";
import { searchEntries } from "@/features/search/queries-entries";
import { now } from "@/lib/clock";
import { jsonReading, preflight, reading } from "@/lib/public-api";

export const GET = reading(async (request) => {
  const { q, limit } = parseParameters(searchParameters, new URL(request.url).searchParams);
  return jsonReading(q.trim() ? await searchEntries(q, limit, now()) : []);
});

export const OPTIONS = preflight;
