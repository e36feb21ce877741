import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { undoStop } from "@/features/digest/subscription/mutations";
import { now } from "@/lib/clock";

const form = z.object({ id: z.string().default("") });

/** Makes a stopped subscription active again. */
export const POST = handleAdminForm(form, async ({ id }) => ({
  path: "/admin/digest/subscribers?state=stopped",
  notice: (await undoStop(id, now()))
    ? "This subscriber gets the digest again."
    : "This subscriber isn't stopped. Nothing was changed.",
}));
