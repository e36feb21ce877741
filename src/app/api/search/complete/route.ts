import { completeQuery } from "@/features/search/queries-complete";
import { createHandler } from "@/lib/http";

/** What the search box offers while one types: the same for everyone. */
export const GET = createHandler(async (request) => {
  const query = new URL(request.url).searchParams.get("q") ?? "";
  const completions = await completeQuery(query);
  return Response.json({ completions }, { headers: { "Cache-Control": "public, max-age=60" } });
});
