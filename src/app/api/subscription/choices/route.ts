import { readerChange } from "@/app/reader-authority";
import { parseChoices } from "@/features/digest/choices";
import { saveChoices } from "@/features/digest/mutations-choices";

export const POST = readerChange(async (id, fields, now) => {
  await saveChoices(id, parseChoices(fields), now);
  return "saved";
});
