import { z } from "zod";
import { completeQuery } from "@/features/search/queries-complete";
import { createHandler } from "@/lib/http/handler";

const queryParameter = z
  .string()
  .nullable()
  .transform((query) => query ?? "");

/** Returns the suggestions of the search box, the same for everyone. */
export const GET = createHandler(async (request) => {
  const query = queryParameter.parse(new URL(request.url).searchParams.get("q"));
  const completions = await completeQuery(query);
  return Response.json({ completions }, { headers: { "Cache-Control": "public, max-age=60" } });
});
