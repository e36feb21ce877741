import { parseDailyQuery } from "@/features/feed/api/parameters";
import { listDailyRows } from "@/features/feed/api/queries-daily";
import { listEntries } from "@/features/feed/api/queries-entries";
import { answerPreflight, publicRead, toReadResponse } from "@/lib/http/public-api";

export const GET = publicRead(async (request) => {
  const query = parseDailyQuery(new URL(request.url).searchParams);
  return toReadResponse(await listEntries(await listDailyRows(query)));
});

export const OPTIONS = answerPreflight;
