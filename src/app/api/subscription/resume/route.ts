import { subscriptionRoute } from "@/app/_lib/subscription-access";
import { resumeSubscription } from "@/features/digest/subscription/mutations";

export const POST = subscriptionRoute(async (id, { now }) => {
  await resumeSubscription(id, now);
  return "resumed";
});
