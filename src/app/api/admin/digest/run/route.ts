import { requireOperator } from "@/features/auth/viewer";
import { getRun } from "@/features/digest/admin/queries-progress";
import { now } from "@/lib/clock";
import { handler, json } from "@/lib/http";

/** How the run stands: the page asks every few seconds while one is on. */
export const GET = handler(async (request) => {
  await requireOperator(request.headers);
  return json(await getRun(now()));
});
