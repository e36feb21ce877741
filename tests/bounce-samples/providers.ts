import {
  type BounceSample,
  buildOriginal,
  buildPlainEmail,
  buildReport,
  DELIVERY_STATUS,
} from "./build";

/** Bounces of providers, and of very old mail servers. */
export const providerSamples: Record<string, BounceSample> = {
  "Gmail, disabled account": {
    kind: "hard",
    status: "5.2.1",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          `Delivered-To: ${original.returnPath}`,
          "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
          `To: ${original.returnPath}`,
          "Auto-Submitted: auto-replied",
          "Subject: Delivery Status Notification (Failure)",
          `References: ${original.messageId}`,
          "X-Failed-Recipients: reader-1@example.net",
        ],
        text: ["** Message blocked **"],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; googlemail.example",
            "Arrival-Date: Wed, 04 Mar 2026 23:00:03 -0800 (PST)",
            "",
            "Final-Recipient: rfc822; reader-1@example.net",
            "Action: failed",
            "Status: 5.2.1",
            "Diagnostic-Code: smtp; 550-5.2.1 The email account that you tried to reach is disabled.",
            " 550 5.2.1 Learn more at https://support.example/?p=DisabledUser x-20a.1 - gsmtp",
            "Last-Attempt-Date: Wed, 04 Mar 2026 23:00:05 -0800 (PST)",
          ],
        ],
        returned: ["message/rfc822", buildOriginal(original)],
      }),
  },
  "qmail, which sends no reports": {
    kind: "hard",
    status: "5.1.1",
    hasMessageId: true,
    build: (original) =>
      buildPlainEmail(
        [
          "Return-Path: <>",
          "Received: (qmail 8412 invoked for bounce); 5 Mar 2026 07:00:08 -0000",
          "From: MAILER-DAEMON@old.example.net",
          `To: ${original.returnPath}`,
          "Subject: failure notice",
        ],
        [
          "Hi. This is the qmail-send program at old.example.net.",
          "I'm afraid I wasn't able to deliver your message to the following addresses.",
          "This is a permanent error; I've given up. Sorry it didn't work out.",
          "",
          "<reader-1@example.net>:",
          "Sorry, no mailbox here by that name. (#5.1.1)",
          "",
          "--- Below this line is a copy of the message.",
          "",
          buildOriginal(original),
        ],
      ),
  },
  "Sendmail, no such domain": {
    kind: "hard",
    status: "5.1.2",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "Received: from localhost (localhost) by relay.example.com (8.17.1/8.17.1) id 325;",
          "From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example.com>",
          `To: <${original.returnPath}>`,
          "Subject: Returned mail: see transcript for details",
          "Auto-Submitted: auto-generated (failure)",
        ],
        text: ["   ----- The following addresses had permanent fatal errors -----"],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; relay.example.com",
            "Received-From-MTA: DNS; papers.example.org",
            "",
            "Final-Recipient: RFC822; reader-1@nowhere.example",
            "Action: failed",
            "Status: 5.1.2",
            "Remote-MTA: DNS; nowhere.example",
            "Last-Attempt-Date: Thu, 5 Mar 2026 07:00:08 GMT",
          ],
        ],
        returned: ["message/rfc822", buildOriginal(original)],
      }),
  },
  "Amazon SES, which sets its own return path": {
    kind: "soft",
    status: "5.3.4",
    hasMessageId: true,
    build: (original) =>
      buildReport({
        head: [
          "From: MAILER-DAEMON@ses.example.com",
          "To: bounces@example.org",
          "Subject: Delivery Status Notification (Failure)",
        ],
        text: ["An error occurred while trying to deliver the mail"],
        report: [
          DELIVERY_STATUS,
          [
            "Reporting-MTA: dns; a1.smtp-out.ses.example.com",
            "",
            "Action: failed",
            "Final-Recipient: rfc822; reader-1@example.net",
            "Diagnostic-Code: smtp; 552 5.3.4 Message size exceeds fixed limit",
            "Status: 5.3.4",
          ],
        ],
        returned: [
          "message/rfc822",
          buildOriginal({ ...original, returnPath: "0102-000000@ses.example.com" }),
        ],
      }),
  },
};
