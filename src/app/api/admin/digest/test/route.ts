import { handleAdminForm } from "@/app/admin/access";
import { findPreviewSelection } from "@/app/admin/digest/preview-selection";
import { sendTestEmail } from "@/features/digest/admin/test-email";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { RateLimit } from "@/lib/rate-limit";

const tests = new RateLimit({ points: 10, seconds: 60 * 60 });

export const POST = handleAdminForm(async ({ issue, selection }, { id, email }) => {
  const chosen = await findPreviewSelection({ issue, selection }, now());
  if (!chosen) throw new AppError("bad_request", "There are no papers to send: choose an issue.");
  await tests.consume(id, "Ten tests an hour are enough.");
  return { path: "/admin/digest/preview", notice: await sendTestEmail(chosen, email) };
});
