import {
  type BounceSample,
  buildOriginal,
  buildPlainEmail,
  buildReport,
  DELIVERY_STATUS,
} from "./build";
import { providerSamples } from "./providers";

/** Bounces of mail servers and providers, with their meaning. */
export const bounceSamples: Record<string, BounceSample> = {
  "Postfix, no such user": {
    kind: "hard",
    status: "5.1.1",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "Return-Path: <>",
          `Delivered-To: ${original.returnPath}`,
          "Received: by mx.example.org (Postfix)\r\n\tid 4AAA; Thu,  5 Mar 2026 07:00:09 +0000 (UTC)",
          "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)",
          `To: ${original.returnPath}`,
          "Subject: Undelivered Mail Returned to Sender",
          "Auto-Submitted: auto-replied",
        ],
        text: [
          "This is the mail system at host mx.example.org.",
          "",
          "<reader-1@example.net>: unknown",
        ],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; mx.example.org",
            "X-Postfix-Queue-ID: 4AAA",
            `X-Postfix-Sender: rfc822; ${original.returnPath}`,
            "Arrival-Date: Thu,  5 Mar 2026 07:00:05 +0000 (UTC)",
            "",
            "Final-Recipient: rfc822; reader-1@example.net",
            "Original-Recipient: rfc822;reader-1@example.net",
            "Action: failed",
            "Status: 5.1.1",
            "Remote-MTA: dns; mx.example.net",
            "Diagnostic-Code: smtp; 550 5.1.1 <reader-1@example.net>: Recipient address",
            "    rejected: User unknown in virtual mailbox table",
          ],
        ],
        returned: ["message/rfc822", buildOriginal(original)],
      }),
  },
  "Postfix, still trying": {
    kind: "ignored",
    status: "4.4.1",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)",
          `To: ${original.returnPath}`,
          "Subject: Delayed Mail (still being retried)",
          "Auto-Submitted: auto-replied",
        ],
        text: ["YOU DO NOT NEED TO RESEND YOUR MESSAGE."],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; mx.example.org",
            "",
            "Final-Recipient: rfc822; reader-1@example.net",
            "Action: delayed",
            "Status: 4.4.1",
            "Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.9]:25: timed out",
            "Will-Retry-Until: Tue, 10 Mar 2026 07:00:05 +0000 (UTC)",
          ],
        ],
        returned: ["text/rfc822-headers", buildOriginal(original)],
      }),
  },
  "Exim, whose own status is 5.0.0": {
    kind: "hard",
    status: "5.1.1",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "Envelope-to: bounces@example.org",
          `X-Original-To: ${original.returnPath.toUpperCase()}`,
          "X-Failed-Recipients: reader-1@example.net",
          "Auto-Submitted: auto-replied",
          "From: Mail Delivery System <Mailer-Daemon@out.example.com>",
          "To: undisclosed-recipients:;",
          "Subject: Mail delivery failed: returning message to sender",
        ],
        text: ["This message was created automatically by mail delivery software."],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; out.example.com",
            "",
            "Action: failed",
            "Final-Recipient: rfc822;reader-1@example.net",
            "Status: 5.0.0",
            "Remote-MTA: dns; mx.example.net",
            "Diagnostic-Code: smtp; 550-5.1.1 The account that you tried to reach does not",
            " exist.",
          ],
        ],
        returned: ["message/rfc822", buildOriginal(original)],
      }),
  },
  "old Exim, plain text": {
    kind: "soft",
    status: "5.2.2",
    hasMessageId: true,
    build: (original) =>
      buildPlainEmail(
        [
          "X-Failed-Recipients: reader-1@example.net",
          "Auto-Submitted: auto-replied",
          "From: Mail Delivery System <Mailer-Daemon@out.example.com>",
          `To: ${original.returnPath}`,
          "Subject: Mail delivery failed: returning message to sender",
        ],
        [
          "A message that you sent could not be delivered to one or more of its recipients.",
          "",
          "  reader-1@example.net",
          "    host mx.example.net [192.0.2.9]: 552 5.2.2 <reader-1@example.net>: over quota",
          "",
          "------ This is a copy of the message, including all the headers. ------",
          "",
          buildOriginal(original),
        ],
      ),
  },
  "Exchange, no such recipient": {
    kind: "hard",
    status: "5.1.10",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "From: <postmaster@example.onmicrosoft.example>",
          `To: ${original.returnPath}`,
          "Content-Language: en-US",
          `In-Reply-To: ${original.messageId}`,
          `References: ${original.messageId}`,
          "Subject: Undeliverable: Twelve ways to train and 9 more",
          "Auto-Submitted: auto-replied",
          "X-Auto-Response-Suppress: All",
        ],
        text: ["Your message to reader-1@example.net couldn't be delivered."],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns;AM0PR00.example.net",
            "Received-From-MTA: dns;papers.example.org",
            "",
            "Final-Recipient: rfc822;reader-1@example.net",
            "Action: failed",
            "Status: 5.1.10",
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
            "X-Display-Name: reader",
          ],
        ],
      }),
  },
  "Exchange, policy refusal": {
    kind: "soft",
    status: "5.7.1",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "From: postmaster@example.net",
          `To: ${original.returnPath}`,
          "Subject: Undeliverable",
        ],
        text: ["Your message wasn't delivered due to a permission or security issue."],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns;MX.example.net",
            "",
            "Final-Recipient: RFC822;reader-1@example.net",
            "Action: Failed",
            "Status: 5.7.1",
            "Diagnostic-Code: smtp;550 5.7.1 TRANSPORT.RULES.RejectMessage; blocked",
          ],
        ],
        returned: ["message/rfc822", buildOriginal(original)],
      }),
  },
  ...providerSamples,
};
