import { authorizeSubscription } from "@/app/_lib/subscription-access";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";
import { now } from "@/lib/clock";
import {
  createHandler,
  readFields,
  redirectTo,
  requireSameOrigin,
  respondJson,
  wantsJson,
} from "@/lib/http";

export const POST = createHandler(async (request) => {
  requireSameOrigin(request);
  const { token } = await readFields(request);
  const { id } = await authorizeSubscription(token, request.headers);
  await deleteSubscription(id, now());
  return wantsJson(request)
    ? respondJson({ done: "deleted" })
    : redirectTo("/subscription/deleted");
});
