import { createHash } from "node:crypto";
import { env } from "@/env";
import {
  createMessageId,
  createSubscriptionToken,
  createUnsubscribeToken,
} from "@/features/digest/subscription/tokens";
import type { Mail } from "@/lib/mailer";
import { fillTemplate } from "./placeholders";
import type { RenderedEmail } from "./render";
import { formatBounceAddress } from "./verp";

type Recipient = {
  subscriptionId: string;
  issueId: string;
  email: string;
  /** The issue's calendar date */
  date: string;
  rhythm?: string;
  /** When the issue was frozen: what the mail's own date is then, at every try */
  frozenAt?: Date;
};

/** The host as a part of a List-Id; an address in brackets is none. */
const parseListHost = (siteUrl: string) => new URL(siteUrl).hostname.replaceAll(/[^\w.-]/g, "");

/** RFC 2919. Words beyond ASCII would have to be encoded, which few read: they are left out. */
function formatListId(siteName: string, host: string): string {
  const name = siteName
    .replaceAll(/[^\w ]/g, "")
    .replaceAll(/ +/g, " ")
    .trim();
  return `${name} <digest.${host}>`.trim();
}

/**
 * For Gmail's Postmaster Tools: three parts by which complaints are counted, none of them a person's,
 * and the sender, of 5 to 15 signs.
 */
function formatFeedbackId({ date, rhythm = "any" }: Recipient, host: string): string {
  const sender = host.replaceAll(/[^a-z\d]/gi, "").slice(0, 15);
  return `${rhythm}:${date}:digest:${sender.padEnd(5, "0")}`;
}

/**
 * One reader's mail. The header's address takes RFC 8058's POST; the links lead to pages where a
 * button asks. The same issue and reader give the same bytes at every try, where the frozen instant is told.
 */
export function personalizeEmail(rendered: RenderedEmail, addressee: Recipient): Mail {
  const { subscriptionId, issueId, email, date, frozenAt } = addressee;
  const { siteUrl, siteName, secret, mail } = env();
  const host = parseListHost(siteUrl);
  const token = createUnsubscribeToken(subscriptionId, secret);
  const links = {
    preferences: `${siteUrl}/subscription/${createSubscriptionToken({ id: subscriptionId, email }, date, secret)}`,
    unsubscribe: `${siteUrl}/unsubscribe/${token}`,
  };
  const id = createMessageId(issueId, subscriptionId, { secret, host });
  const from = formatBounceAddress(subscriptionId, { bounces: mail.bounces, secret });
  return {
    to: { name: "", address: email },
    // A bounce then names its reader without being understood.
    ...(from && { envelope: { from, to: email } }),
    subject: rendered.subject,
    html: fillTemplate(rendered.html, links),
    text: fillTemplate(rendered.text, links),
    messageId: id,
    ...(frozenAt && { date: frozenAt }),
    // Between the parts; random unless told.
    baseBoundary: createHash("sha256").update(id).digest("hex").slice(0, 16),
    headers: {
      "List-Id": formatListId(siteName, host),
      "List-Unsubscribe": `<${siteUrl}/api/unsubscribe/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
      "Feedback-ID": formatFeedbackId(addressee, host),
    },
  };
}
