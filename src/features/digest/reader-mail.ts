import { env } from "@/env";
import type { Mail } from "@/lib/mailer";
import { type RenderedMail, renderDigest, withUnsubscribe } from "./email";
import type { Claim } from "./mutations-delivery";
import { getSelection } from "./queries";
import { messageId, unsubscribeToken } from "./tokens";

/** How many rendered selections are at hand: most readers share one. */
const KEPT = 50;

/** Renders selections, each once as long as it is in use; the one used least recently goes. */
export function selectionRenderer(): (selectionId: string) => Promise<RenderedMail> {
  const kept = new Map<string, Promise<RenderedMail>>();
  return (id) => {
    const mail = kept.get(id) ?? render(id);
    kept.delete(id);
    kept.set(id, mail);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return mail;
  };
}

async function render(selectionId: string): Promise<RenderedMail> {
  const { siteName: name, siteUrl: url } = env();
  return renderDigest(await getSelection(selectionId), { name, url });
}

/**
 * One reader's mail. The header's address takes RFC 8058's POST and sends people on to the page
 * that the mail's own link opens, where a button asks.
 */
export function readerMail(
  rendered: RenderedMail,
  { subscriptionId, issueId, email }: Pick<Claim, "subscriptionId" | "issueId" | "email">,
): Mail {
  const { siteUrl, siteName, secret } = env();
  const token = unsubscribeToken(subscriptionId, secret);
  return {
    ...withUnsubscribe(rendered, `${siteUrl}/unsubscribe/${token}`),
    to: { name: "", address: email },
    // The return path goes here: envelope: { from: returnPath(subscriptionId), to: email }
    messageId: messageId(issueId, subscriptionId, { secret, host: new URL(siteUrl).hostname }),
    headers: {
      "List-Id": `${siteName.replaceAll(/[^\w ]/g, "")} <digest.${new URL(siteUrl).hostname}>`,
      "List-Unsubscribe": `<${siteUrl}/api/unsubscribe/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
    },
  };
}
