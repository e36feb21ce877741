import { subscriptionRoute } from "@/app/_lib/subscription-access";
import { unsubscribe } from "@/features/digest/subscription/mutations";

export const POST = subscriptionRoute(async (id, { now }) => {
  await unsubscribe(id, now);
  return "left";
});
