import { createHash } from "node:crypto";
import { env } from "@/env";
import {
  createMessageId,
  createSubscriptionToken,
  createUnsubscribeToken,
} from "@/features/digest/subscription/tokens";
import type { Email } from "@/lib/email/mailer";
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
  /** When the issue was frozen: the Date header of every attempt */
  frozenAt?: Date;
};

/** The site's host as the domain of a List-Id and Message-ID, without the brackets of an IPv6 address. */
const parseListHost = (siteUrl: string) => new URL(siteUrl).hostname.replaceAll(/[^\w.-]/g, "");

/**
 * Formats the List-Id (RFC 2919): the site's name and an identifier. Characters beyond ASCII are left
 * out of the name, because few mail programs decode them there.
 */
function formatListId(siteName: string, host: string): string {
  const name = siteName
    .replaceAll(/[^\w ]/g, "")
    .replaceAll(/ +/g, " ")
    .trim();
  return `${name} <digest.${host}>`.trim();
}

/**
 * Formats the Feedback-ID that Gmail's Postmaster Tools read: three groups by which they count
 * complaints, none of which identifies a person, and a sender of 5 to 15 characters.
 */
function formatFeedbackId({ date, rhythm = "any" }: Recipient, host: string): string {
  const sender = host.replaceAll(/[^a-z\d]/gi, "").slice(0, 15);
  return `${rhythm}:${date}:digest:${sender.padEnd(5, "0")}`;
}

/**
 * Creates one subscriber's email from a rendered selection. Mail programs unsubscribe by a POST to
 * the address in the header (RFC 8058); the links in the text lead to pages with a button.
 *
 * The same issue and subscriber give the same bytes at every attempt if `frozenAt` is given, so that
 * a mail server can recognize a copy.
 */
export function personalizeEmail(rendered: RenderedEmail, recipient: Recipient): Email {
  const { subscriptionId, issueId, email, date, frozenAt } = recipient;
  const { siteUrl, siteName, secret, mail } = env();
  const host = parseListHost(siteUrl);
  const token = createUnsubscribeToken(subscriptionId, secret);
  const links = {
    preferences: `${siteUrl}/subscription/${createSubscriptionToken({ id: subscriptionId, email }, date, secret)}`,
    unsubscribe: `${siteUrl}/unsubscribe/${token}`,
  };
  const id = createMessageId(issueId, subscriptionId, { secret, host });
  const bounceAddress = formatBounceAddress(subscriptionId, { bounces: mail.bounces, secret });
  return {
    to: { name: "", address: email },
    // The address alone identifies the subscription, even if the text of a bounce cannot be parsed.
    envelope: bounceAddress ? { from: bounceAddress, to: email } : undefined,
    subject: rendered.subject,
    html: fillTemplate(rendered.html, links),
    text: fillTemplate(rendered.text, links),
    messageId: id,
    date: frozenAt,
    // Separates the parts. nodemailer's default is random, so the bytes would differ at each attempt.
    baseBoundary: createHash("sha256").update(id).digest("hex").slice(0, 16),
    headers: {
      "List-Id": formatListId(siteName, host),
      "List-Unsubscribe": `<${siteUrl}/api/unsubscribe/${token}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
      "Feedback-ID": formatFeedbackId(recipient, host),
    },
  };
}
