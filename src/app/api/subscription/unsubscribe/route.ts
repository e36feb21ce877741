import { authorizeForm, redirectWithNotice, tokenForm } from "@/app/_lib/subscription-access";
import { unsubscribe } from "@/features/digest/subscription/mutations";
import { now } from "@/lib/clock";
import { createHandler } from "@/lib/http/handler";

export const POST = createHandler(async (request) => {
  const { subscriptionId, page } = await authorizeForm(request, tokenForm);
  await unsubscribe(subscriptionId, now());
  return redirectWithNotice(request, page, "unsubscribed");
});
