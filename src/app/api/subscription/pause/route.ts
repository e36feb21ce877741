import { authorizeForm, redirectWithNotice, tokenForm } from "@/app/_lib/subscription-access";
import { pauseSubscription } from "@/features/digest/subscription/mutations";
import { now } from "@/lib/clock";
import { createHandler } from "@/lib/http/handler";

export const POST = createHandler(async (request) => {
  const { subscriptionId, page } = await authorizeForm(request, tokenForm);
  await pauseSubscription(subscriptionId, now());
  return redirectWithNotice(request, page, "paused");
});
