import { readerChange } from "@/app/reader-authority";
import { resume } from "@/features/digest/mutations-choices";

export const POST = readerChange(async (id, _fields, now) => {
  await resume(id, now);
  return "resumed";
});
