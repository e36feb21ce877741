import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { resumeSending } from "@/features/digest/delivery/mutations-sender";

/** Ends the pause of the delivery. */
export const POST = handleAdminForm(z.object({}), async () => {
  await resumeSending();
  return {
    path: "/admin/digest",
    notice: "Delivery is no longer paused. The next run continues it.",
  };
});
