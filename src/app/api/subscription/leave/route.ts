import { readerChange } from "@/app/reader-authority";
import { unsubscribe } from "@/features/digest/mutations-subscription";

export const POST = readerChange(async (id, _fields, now) => {
  await unsubscribe(id, now);
  return "left";
});
