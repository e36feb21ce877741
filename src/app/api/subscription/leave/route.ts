import { readerChange } from "@/app/_lib/subscription-access";
import { unsubscribe } from "@/features/digest/subscription/mutations";

export const POST = readerChange(async (id, { now }) => {
  await unsubscribe(id, now);
  return "left";
});
