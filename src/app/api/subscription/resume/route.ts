import { readerChange } from "@/app/_lib/subscription-access";
import { resume } from "@/features/digest/subscription/mutations-preferences";

export const POST = readerChange(async (id, { now }) => {
  await resume(id, now);
  return "resumed";
});
