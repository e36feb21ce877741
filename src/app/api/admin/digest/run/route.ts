import { requireOperator } from "@/features/auth/viewer";
import { getRun } from "@/features/digest/admin/queries-progress";
import { now } from "@/lib/clock";
import { createHandler, respondJson } from "@/lib/http";

/** How the run stands: the page asks every few seconds while one is on. */
export const GET = createHandler(async (request) => {
  await requireOperator(request.headers);
  return respondJson(await getRun(now()));
});
