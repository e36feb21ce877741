import { authorizeForm, tokenForm } from "@/app/_lib/subscription-access";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";
import { now } from "@/lib/clock";
import { createHandler, redirectTo, respondJson, wantsJson } from "@/lib/http";

export const POST = createHandler(async (request) => {
  const { subscriptionId } = await authorizeForm(request, tokenForm);
  await deleteSubscription(subscriptionId, now());
  return wantsJson(request)
    ? respondJson({ done: "deleted" })
    : redirectTo("/subscription/deleted");
});
