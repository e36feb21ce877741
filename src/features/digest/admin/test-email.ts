import { env } from "@/env";
import type { Selection } from "@/features/digest/schema";
import { openMailer } from "@/lib/email/mailer";
import { renderPreview } from "./preview";

/**
 * Sends a selection to an admin through the digest's mailer. Creates no delivery, and the email has no
 * subscriber's links.
 *
 * @returns a sentence with the mail server's answer, or with the reason why sending failed
 */
export async function sendTestEmail(selection: Selection, address: string): Promise<string> {
  const { siteName, siteUrl } = env();
  const { subject, html, text } = await renderPreview(selection, { name: siteName, url: siteUrl });
  const mailer = openMailer();
  try {
    const answer = await mailer.send({
      to: { name: "", address },
      subject: `Test: ${subject}`,
      headers: { "Auto-Submitted": "auto-generated" },
      html,
      text,
    });
    return `Test email sent to ${address}. The mail server answered: ${answer}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The test email to ${address} could not be sent. Reason: ${reason}`;
  } finally {
    mailer.close();
  }
}
