import { readerChange } from "@/app/_lib/subscription-access";
import { saveChoices } from "@/features/digest/subscription/mutations-preferences";
import { parseChoices } from "@/features/digest/subscription/preferences";

export const POST = readerChange(async (id, { fields, now }) => {
  await saveChoices(id, parseChoices(fields), now);
  return "saved";
});
