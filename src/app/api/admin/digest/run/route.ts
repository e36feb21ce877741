import { requireAdmin } from "@/features/auth/viewer";
import { getProgress } from "@/features/digest/admin/queries-progress";
import { now } from "@/lib/clock";
import { createHandler, respondJson } from "@/lib/http";

/** How the run stands: the page asks every few seconds while one is on. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  return respondJson(await getProgress(now()));
});
