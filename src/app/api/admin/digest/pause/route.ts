import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { resumeSending } from "@/features/digest/delivery/mutations-sender";
import { now } from "@/lib/clock";

/** Ends the pause of the delivery. */
export const POST = handleAdminForm(z.object({}), async () => {
  await resumeSending(now());
  return {
    path: "/admin/digest",
    notice: "Delivery is no longer paused. The next run continues it.",
  };
});
