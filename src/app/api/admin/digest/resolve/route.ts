import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { findIssueWithCounts } from "@/features/digest/admin/queries";
import { markUncertainAsSent, resendUncertain } from "@/features/digest/delivery/mutations-resolve";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { plural } from "@/lib/plural";

const form = z.object({
  edition: z.string().default(""),
  /** The subscription of one delivery; without it, all of the issue's uncertain deliveries are resolved */
  subscription: z.string().optional(),
  decision: z.enum(["resend", "sent"], "Choose whether to send again or to count as sent"),
});

/** Resolves one uncertain delivery of an issue, or all of them. */
export const POST = handleAdminForm(form, async ({ edition, subscription, decision }) => {
  const issue = await findIssueWithCounts(edition);
  if (!issue) throw new AppError("bad_request", "This issue doesn't exist. Go back and try again.");
  const deliveries = { issueId: issue.id, ...(subscription && { subscriptionId: subscription }) };
  const path = `/admin/digest/issues/${edition}${subscription ? "?state=unknown" : ""}`;
  if (decision === "resend") {
    const count = await resendUncertain(deliveries, now());
    return { path, notice: `Will be sent again: ${plural(count, "email")}.` };
  }
  const count = await markUncertainAsSent(deliveries, now());
  return { path, notice: `Counted as sent: ${plural(count, "email")}.` };
});
