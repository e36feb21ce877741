import { readerChange } from "@/app/_lib/subscription-access";
import { pause } from "@/features/digest/subscription/mutations-preferences";

export const POST = readerChange(async (id, { now }) => {
  await pause(id, now);
  return "paused";
});
