import { subscriptionRoute } from "@/app/_lib/subscription-access";
import { savePreferences } from "@/features/digest/subscription/mutations-preferences";
import { parsePreferences } from "@/features/digest/subscription/preferences";

export const POST = subscriptionRoute(async (id, { fields, now }) => {
  await savePreferences(id, parsePreferences(fields), now);
  return "saved";
});
