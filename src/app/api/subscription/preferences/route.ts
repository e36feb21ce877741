import { authorizeForm, redirectWithNotice, tokenForm } from "@/app/_lib/subscription-access";
import { savePreferences } from "@/features/digest/subscription/mutations-preferences";
import { parsePreferences, preferenceFields } from "@/features/digest/subscription/preferences";
import { now } from "@/lib/clock";
import { createHandler } from "@/lib/http/handler";

const preferencesForm = preferenceFields.extend(tokenForm.shape);

export const POST = createHandler(async (request) => {
  const { subscriptionId, page, form } = await authorizeForm(request, preferencesForm);
  await savePreferences(subscriptionId, parsePreferences(form), now());
  return redirectWithNotice(request, page, "saved");
});
