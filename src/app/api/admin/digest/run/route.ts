import { requireAdmin } from "@/features/auth/viewer";
import { getProgress } from "@/features/digest/admin/queries-progress";
import { now } from "@/lib/clock";
import { createHandler, respondJson } from "@/lib/http/handler";

/** Returns the delivery's progress. The admin's page polls this while emails are being sent. */
export const GET = createHandler(async (request) => {
  await requireAdmin(request.headers);
  return respondJson(await getProgress(now()));
});
