import { env } from "@/env";
import { formatBounceAddress } from "@/features/digest/email/verp";
import { createMessageId, createUnsubscribeToken } from "@/features/digest/subscription/tokens";

/**
 * Mails as the world's mail servers send them back, made up after RFC 3464, RFC 5965 and what each
 * server's own wording is like.
 */

export type Returned = {
  /** The reader's return path */
  verp: string;
  messageId: string;
  /** The address below /unsubscribe */
  unsubscribe: string;
};

export type Shape = {
  mail: (of: Returned) => string;
  kind: "hard" | "soft" | "complaint" | "ignored";
  status: string | null;
  /** Whether it says which mail came back */
  named: boolean;
};

/** Creates the identifiers that a digest email was sent with. */
export const createReturned = (
  id: string,
  secret = env().secret,
  issueId = "issue-1",
): Returned => ({
  verp: formatBounceAddress(id, { bounces: "bounces@example.org", secret }) ?? "",
  messageId: createMessageId(issueId, id, { secret, host: "papers.example.org" }),
  unsubscribe: `https://papers.example.org/api/unsubscribe/${createUnsubscribeToken(id, secret)}`,
});

const lines = (...all: string[]) => all.join("\r\n");

/** The digest that comes back. */
export const original = ({ verp, messageId, unsubscribe }: Returned) =>
  lines(
    `Return-Path: <${verp}>`,
    "Received: from papers.example.org (papers.example.org [192.0.2.10])",
    "\tby mx.example.net (Postfix) with ESMTPS id 4XYZ;",
    "\tThu, 5 Mar 2026 07:00:03 +0000 (UTC)",
    "From: Daily Papers <papers@example.org>",
    "To: reader-1@example.net",
    "Subject: Twelve ways to train and 9 more",
    `Message-ID: ${messageId}`,
    `List-Unsubscribe: <${unsubscribe}>`,
    "MIME-Version: 1.0",
    'Content-Type: text/plain; charset="utf-8"',
    "",
    "1. Twelve ways to train",
  );

type Report = {
  head: string[];
  text: string[];
  /** message/delivery-status or message/feedback-report, with its fields */
  report?: [string, string[]];
  /** The type of the last part, and what stands in it */
  back?: [string, string];
  type?: string;
};

/** A multipart/report of three parts, as RFC 6522 has it. */
export function reportMail({ head, text, report, back, type = "delivery-status" }: Report): string {
  const parts = [["text/plain; charset=us-ascii", text.join("\r\n")]];
  if (report) parts.push([report[0], report[1].join("\r\n")]);
  if (back) parts.push(back);
  return lines(
    ...head,
    "Date: Thu, 5 Mar 2026 07:00:09 +0000",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${type};`,
    '\tboundary="=_made-up/1"',
    "",
    "This is a MIME-encapsulated message.",
    "",
    ...parts.flatMap(([kind, body]) => [
      "--=_made-up/1",
      `Content-Type: ${kind}`,
      "",
      `${body}`,
      "",
    ]),
    "--=_made-up/1--",
    "",
  );
}

export const STATUS = "message/delivery-status";

/** A plain mail. */
export const plainMail = (head: string[], text: string[]): string =>
  lines(...head, "Date: Thu, 5 Mar 2026 07:00:09 +0000", "", ...text, "");
