import { readerChange } from "@/app/reader-authority";
import { pause } from "@/features/digest/mutations-choices";

export const POST = readerChange(async (id, _fields, now) => {
  await pause(id, now);
  return "paused";
});
