import { env } from "@/env";
import { log } from "@/lib/log";
import { openMailer } from "@/lib/mailer";
import { requestSubscription } from "./mutations-subscription";

/**
 * Mails the link that confirms a subscription, where one is due. Says nothing to its caller: the
 * page's answer is the same whether or not the address is known.
 */
export async function mailConfirmation(email: string, now: Date): Promise<void> {
  const { siteName, siteUrl } = env();
  const mailer = openMailer();
  try {
    const token = await requestSubscription(email, now);
    if (!token) return;
    await mailer.send({
      to: { name: "", address: email },
      subject: `Confirm your subscription to ${siteName}`,
      headers: { "Auto-Submitted": "auto-generated" },
      text: [
        `Open this link and press the button to get trending papers from ${siteName} by mail:`,
        `${siteUrl}/subscribe/confirm?token=${token}`,
        "The link is good for 48 hours. If you did not ask for it, do nothing: no mail will come.",
      ].join("\n\n"),
    });
  } catch (error) {
    log.error("a confirmation was not mailed", { reason: String(error) });
  } finally {
    mailer.close();
  }
}
