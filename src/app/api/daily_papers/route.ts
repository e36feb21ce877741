import { parseDailyQuery } from "@/features/feed/api-parameters";
import { listDailyRows } from "@/features/feed/queries-daily";
import { listEntries } from "@/features/feed/queries-entries";
import { jsonReading, preflight, reading } from "@/lib/reading";

export const GET = reading(async (request) => {
  const query = parseDailyQuery(new URL(request.url).searchParams);
  return jsonReading(await listEntries(await listDailyRows(query)));
});

export const OPTIONS = preflight;
