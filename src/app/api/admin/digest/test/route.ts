import { z } from "zod";
import { handleAdminForm } from "@/app/admin/access";
import { findPreviewSelection } from "@/app/admin/digest/preview-selection";
import { sendTestEmail } from "@/features/digest/admin/test-email";
import { now } from "@/lib/clock";
import { HOUR, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { RateLimit } from "@/lib/http/rate-limit";

const MAX_TESTS_PER_HOUR = 10;
const testEmails = new RateLimit({ points: MAX_TESTS_PER_HOUR, seconds: HOUR / SECOND });

const form = z.object({ issue: z.string().optional(), selection: z.string().optional() });

/** Sends the previewed email to the admin who asks for it. */
export const POST = handleAdminForm(form, async (choice, admin) => {
  const selection = await findPreviewSelection(choice, now());
  if (!selection) {
    throw new AppError("bad_request", "There are no papers to send. Choose another issue.");
  }
  await testEmails.consume(admin.id, `You can send ${MAX_TESTS_PER_HOUR} test emails an hour.`);
  return { path: "/admin/digest/preview", notice: await sendTestEmail(selection, admin.email) };
});
