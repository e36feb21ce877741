import { handleAdminForm } from "@/app/admin/access";
import { undoStop } from "@/features/digest/subscription/mutations";
import { now } from "@/lib/clock";

export const POST = handleAdminForm(async ({ id = "" }) => ({
  path: "/admin/digest/subscribers?state=stopped",
  notice: (await undoStop(id, now()))
    ? "This reader is mailed again."
    : "This reader isn't stopped any more: nothing was changed.",
}));
