import {
  original,
  plainMail,
  type Returned,
  reportMail,
  type Shape,
  STATUS,
} from "./returned-mails";

const REPORT = "message/feedback-report";

const feedback = (type: string, of: Returned, more: string[] = []) =>
  reportMail({
    type: "feedback-report",
    head: [
      "From: complaints@feedback.example.com",
      "To: abuse@example.org",
      "Subject: FW: Twelve ways to train and 9 more",
    ],
    text: ["This is an email abuse report for a message from 192.0.2.10."],
    report: [REPORT, [`Feedback-Type: ${type}`, "User-Agent: Made-Up/1.0", "Version: 1", ...more]],
    back: ["message/rfc822", original(of)],
  });

/** Complaints, answers of machines, and what nobody can read. */
export const others: Record<string, Shape> = {
  "Yahoo's complaint": {
    ...{ kind: "complaint", status: null, named: true },
    mail: (of) =>
      feedback("abuse", of, [`Original-Mail-From: <${of.verp}>`, "Source-IP: 192.0.2.10"]),
  },
  "a complaint of fraud": {
    ...{ kind: "complaint", status: null, named: true },
    mail: (of) => feedback("fraud", of),
  },
  "a complaint of a kind that no RFC names": {
    ...{ kind: "complaint", status: null, named: true },
    mail: (of) => feedback("X-annoyed", of),
  },
  "a reader who says that it is no spam": {
    ...{ kind: "ignored", status: null, named: true },
    mail: (of) => feedback("not-spam", of),
  },
  "a report on DKIM, which no reader sent": {
    ...{ kind: "ignored", status: null, named: true },
    mail: (of) => feedback("auth-failure", of),
  },
  "Outlook's complaint (JMRP)": {
    ...{ kind: "complaint", status: null, named: true },
    mail: (of) =>
      reportMail({
        type: "x",
        head: [
          "From: staff@hotmail.example",
          "To: abuse@example.org",
          "Subject: complaint about message",
        ],
        text: ["Reports of this kind have no part for machines."],
        back: [
          "message/rfc822",
          `X-HmXmrOriginalRecipient: reader-1@example.net\r\n${original(of)}`,
        ],
      }).replace("multipart/report; report-type=x", "multipart/mixed"),
  },
  "an answer from the beach": {
    ...{ kind: "ignored", status: null, named: true },
    mail: (of) =>
      plainMail(
        [
          "From: Reader <reader-1@example.net>",
          `To: ${of.verp}`,
          "Subject: Out of office",
          `In-Reply-To: ${of.messageId}`,
          "Auto-Submitted: auto-replied (vacation)",
        ],
        ["I am away until 550 5.1.1 days have passed."],
      ),
  },
  "an answer from an older beach": {
    ...{ kind: "ignored", status: null, named: false },
    mail: (of) =>
      plainMail(
        ["From: reader-1@example.net", `To: ${of.verp}`, "Precedence: junk"],
        ["I am away."],
      ),
  },
  "a mail that arrived and says so": {
    ...{ kind: "ignored", status: "2.0.0", named: false },
    mail: (of) =>
      reportMail({
        head: ["From: MAILER-DAEMON@mx.example.net", `To: ${of.verp}`],
        text: ["Delivered."],
        report: [STATUS, ["Reporting-MTA: dns; x", "", "Action: relayed", "Status: 2.0.0"]],
      }),
  },
  "one of several mailboxes behind an alias": {
    ...{ kind: "soft", status: "4.4.7", named: false },
    mail: (of) =>
      reportMail({
        head: ["From: MAILER-DAEMON@mx.example.net", `Envelope-To: ${of.verp}`],
        text: ["Some failed."],
        report: [
          STATUS,
          [
            ...["Reporting-MTA: dns; x", "", "Action: expanded", "Status: 2.0.0", ""],
            ...["Final-Recipient: rfc822; a@example.net", "Action: failed", "Status: 4.4.7"],
          ],
        ],
      }),
  },
  "words that no program understands, to a return path": {
    ...{ kind: "soft", status: null, named: false },
    mail: (of) =>
      plainMail(
        [
          `Received: from a by b with SMTP\r\n\tfor <${of.verp}>; Thu, 5 Mar 2026 07:00:09 +0000`,
          "From: robot@example.net",
          "Subject: Ihre Nachricht",
        ],
        ["konnte nicht zugestellt werden"],
      ),
  },
};
