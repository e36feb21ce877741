import {
  type BounceSample,
  buildOriginal,
  buildPlainEmail,
  buildReport,
  DELIVERY_STATUS,
  type ReturnedEmail,
} from "./build";

const FEEDBACK_REPORT = "message/feedback-report";

const buildFeedback = (type: string, original: ReturnedEmail, more: string[] = []) =>
  buildReport({
    type: "feedback-report",
    head: [
      "From: complaints@feedback.example.com",
      "To: abuse@example.org",
      "Subject: FW: Twelve ways to train and 9 more",
    ],
    text: ["This is an email abuse report for a message from 192.0.2.10."],
    report: [
      FEEDBACK_REPORT,
      [`Feedback-Type: ${type}`, "User-Agent: Made-Up/1.0", "Version: 1", ...more],
    ],
    returned: ["message/rfc822", buildOriginal(original)],
  });

/** Complaints, automatic replies, and emails that no program can parse. */
export const otherSamples: Record<string, BounceSample> = {
  "Yahoo complaint": {
    kind: "complaint",
    status: null,
    hasMessageId: true,
    build: (original) =>
      buildFeedback("abuse", original, [
        `Original-Mail-From: <${original.returnPath}>`,
        "Source-IP: 192.0.2.10",
      ]),
  },
  "complaint about fraud": {
    kind: "complaint",
    status: null,
    hasMessageId: true,
    build: (original) => buildFeedback("fraud", original),
  },
  "complaint of an unknown type": {
    kind: "complaint",
    status: null,
    hasMessageId: true,
    build: (original) => buildFeedback("X-annoyed", original),
  },
  "report that it is not spam": {
    kind: "ignored",
    status: null,
    hasMessageId: true,
    build: (original) => buildFeedback("not-spam", original),
  },
  "report about DKIM, sent by no person": {
    kind: "ignored",
    status: null,
    hasMessageId: true,
    build: (original) => buildFeedback("auth-failure", original),
  },
  "Outlook complaint (JMRP)": {
    kind: "complaint",
    status: null,
    hasMessageId: true,
    build: (original) =>
      buildReport({
        type: "x",
        head: [
          "From: staff@hotmail.example",
          "To: abuse@example.org",
          "Subject: complaint about message",
        ],
        text: ["Reports of this kind have no part for machines."],
        returned: [
          "message/rfc822",
          `X-HmXmrOriginalRecipient: reader-1@example.net\r\n${buildOriginal(original)}`,
        ],
      }).replace("multipart/report; report-type=x", "multipart/mixed"),
  },
  "vacation reply": {
    kind: "ignored",
    status: null,
    hasMessageId: true,
    build: (original) =>
      buildPlainEmail(
        [
          "From: Reader <reader-1@example.net>",
          `To: ${original.returnPath}`,
          "Subject: Out of office",
          `In-Reply-To: ${original.messageId}`,
          "Auto-Submitted: auto-replied (vacation)",
        ],
        ["I am away until 550 5.1.1 days have passed."],
      ),
  },
  "old vacation reply": {
    kind: "ignored",
    status: null,
    hasMessageId: false,
    build: (original) =>
      buildPlainEmail(
        ["From: reader-1@example.net", `To: ${original.returnPath}`, "Precedence: junk"],
        ["I am away."],
      ),
  },
  "report of a successful delivery": {
    kind: "ignored",
    status: "2.0.0",
    hasMessageId: false,
    build: (original) =>
      buildReport({
        head: ["From: MAILER-DAEMON@mx.example.net", `To: ${original.returnPath}`],
        text: ["Delivered."],
        report: [
          DELIVERY_STATUS,
          ["Reporting-MTA: dns; x", "", "Action: relayed", "Status: 2.0.0"],
        ],
      }),
  },
  "one failed mailbox of an alias": {
    kind: "soft",
    status: "4.4.7",
    hasMessageId: false,
    build: (original) =>
      buildReport({
        head: ["From: MAILER-DAEMON@mx.example.net", `Envelope-To: ${original.returnPath}`],
        text: ["Some failed."],
        report: [
          DELIVERY_STATUS,
          [
            ...["Reporting-MTA: dns; x", "", "Action: expanded", "Status: 2.0.0", ""],
            ...["Final-Recipient: rfc822; a@example.net", "Action: failed", "Status: 4.4.7"],
          ],
        ],
      }),
  },
  "text that no program can parse": {
    kind: "soft",
    status: null,
    hasMessageId: false,
    build: (original) =>
      buildPlainEmail(
        [
          `Received: from a by b with SMTP\r\n\tfor <${original.returnPath}>; Thu, 5 Mar 2026 07:00:09 +0000`,
          "From: robot@example.net",
          "Subject: Ihre Nachricht",
        ],
        ["konnte nicht zugestellt werden"],
      ),
  },
};
