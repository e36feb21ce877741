import { parseParameters, searchParameters } from "@/features/feed/api-parameters";
import { listEntries } from "@/features/feed/queries-entries";
import { searchPapers } from "@/features/search/queries";
import { now } from "@/lib/clock";
import { jsonReading, preflight, reading } from "@/lib/reading";

export const GET = reading(async (request) => {
  const { q, limit } = parseParameters(searchParameters, new URL(request.url).searchParams);
  if (!q.trim()) return jsonReading([]);
  const { papers } = await searchPapers(q, { page: 0, size: limit, now: now() });
  return jsonReading(await listEntries(papers.map(({ id, day }) => ({ paperId: id, day }))));
});

export const OPTIONS = preflight;
