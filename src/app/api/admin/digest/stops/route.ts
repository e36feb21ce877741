import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { BULK_UNDO_CAUSES, undoStop, undoStops } from "@/features/digest/subscription/mutations";
import { now } from "@/lib/clock";
import { parseDay } from "@/lib/day";
import { plural } from "@/lib/plural";

const path = "/admin/digest/subscribers?state=stopped";

/** One subscription, or all that were stopped on a day for a cause. */
const form = z.object({
  id: z.string().default(""),
  cause: z.enum(BULK_UNDO_CAUSES, "Choose which stops to undo").optional(),
  day: z.string().transform(parseDay).pipe(z.string("Choose the day of the stops")).optional(),
});

/** Makes one stopped subscription active again, or a group of them. */
export const POST = handleAdminForm(form, async ({ id, cause, day }) => {
  if (cause && day) {
    const count = await undoStops({ cause, day }, now());
    return { path, notice: `Resumed emails to ${plural(count, "subscriber")}.` };
  }
  return {
    path,
    notice: (await undoStop(id, now()))
      ? "This subscriber gets the digest again."
      : "This subscriber isn't stopped. Nothing was changed.",
  };
});
