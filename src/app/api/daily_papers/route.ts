import { parseDailyQuery } from "@/features/feed/api/parameters";
import { listDailyRows } from "@/features/feed/api/queries-daily";
import { listEntries } from "@/features/feed/api/queries-entries";
import { jsonReading, preflight, reading } from "@/lib/public-api";

export const GET = reading(async (request) => {
  const query = parseDailyQuery(new URL(request.url).searchParams);
  return jsonReading(await listEntries(await listDailyRows(query)));
});

export const OPTIONS = preflight;
