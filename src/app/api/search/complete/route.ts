import { completeQuery } from "@/features/search/queries-complete";
import { handler } from "@/lib/http";

/** What the search box offers while one types: the same for everyone. */
export const GET = handler(async (request) => {
  const query = new URL(request.url).searchParams.get("q") ?? "";
  const completions = await completeQuery(query);
  return Response.json({ completions }, { headers: { "Cache-Control": "public, max-age=60" } });
});
