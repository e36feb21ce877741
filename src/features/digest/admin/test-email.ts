import { env } from "@/env";
import type { Selection } from "@/features/digest/schema";
import { openMailer } from "@/lib/mailer";
import { renderPreview } from "./preview";

/**
 * Mails a selection to an admin, by the mailer that sends the digest; answers in a sentence what the
 * mail server said. No delivery is noted, and none of its links is a reader's.
 */
export async function sendTestEmail(selection: Selection, address: string): Promise<string> {
  const { siteName, siteUrl } = env();
  const { subject, html, text } = await renderPreview(selection, {
    name: siteName,
    url: siteUrl,
  });
  const mailer = openMailer();
  try {
    const answer = await mailer.send({
      to: { name: "", address },
      subject: `Test: ${subject}`,
      headers: { "Auto-Submitted": "auto-generated" },
      ...{ html, text },
    });
    return `The test went to ${address}. The mail server said: ${answer}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The test to ${address} was not taken. The reason: ${reason}`;
  } finally {
    mailer.close();
  }
}
