import { subscriptionRoute } from "@/app/_lib/subscription-access";
import { pauseSubscription } from "@/features/digest/subscription/mutations";

export const POST = subscriptionRoute(async (id, { now }) => {
  await pauseSubscription(id, now);
  return "paused";
});
