import { handleAdminForm } from "@/app/admin/access";
import { findIssueWithCounts } from "@/features/digest/admin/queries";
import { markUncertainAsSent, resendUncertain } from "@/features/digest/delivery/mutations-resolve";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";

const mails = (count: number) => (count === 1 ? "1 mail" : `${count} mails`);

/** Decides about one mail that may have arrived, or, without a reader's id, about all of an issue. */
export const POST = handleAdminForm(async ({ edition = "", reader, decision }) => {
  const issue = await findIssueWithCounts(edition);
  if (!issue) throw new AppError("bad_request", "There is no such issue. Go back and try again.");
  const deliveries = { issueId: issue.id, ...(reader && { subscriptionId: reader }) };
  const path = `/admin/digest/issues/${edition}${reader ? "?state=unknown" : ""}`;
  if (decision === "resend") {
    const count = await resendUncertain(deliveries, now());
    return { path, notice: `To be sent again: ${mails(count)}.` };
  }
  if (decision === "sent") {
    const count = await markUncertainAsSent(deliveries, now());
    return { path, notice: `Counted as sent: ${mails(count)}.` };
  }
  throw new AppError("bad_request", "Say by a button whether to send again or to count as sent.");
});
