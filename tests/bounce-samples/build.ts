import { env } from "@/env";
import { formatBounceAddress } from "@/features/digest/email/verp";
import { createMessageId, createUnsubscribeToken } from "@/features/digest/subscription/tokens";

/**
 * Builds bounces as mail servers send them, invented after RFC 3464, RFC 5965 and the wording of each
 * server.
 */

/** The identifiers of the email that comes back. */
export type ReturnedEmail = {
  /** The subscription's own bounce address */
  returnPath: string;
  messageId: string;
  unsubscribeUrl: string;
};

export type BounceSample = {
  build: (original: ReturnedEmail) => string;
  kind: "hard" | "soft" | "complaint" | "ignored";
  status: string | null;
  /** Whether the Message-ID of the returned email can be found in the bounce */
  hasMessageId: boolean;
};

/** Creates the identifiers with which a subscription's email of an issue is sent. */
export const createReturnedEmail = (
  id: string,
  secret = env().secret,
  issueId = "issue-1",
): ReturnedEmail => ({
  returnPath: formatBounceAddress(id, { bounces: "bounces@example.org", secret }) ?? "",
  messageId: createMessageId(issueId, id, { secret, host: "papers.example.org" }),
  unsubscribeUrl: `https://papers.example.org/api/unsubscribe/${createUnsubscribeToken(id, secret)}`,
});

const joinLines = (...lines: string[]) => lines.join("\r\n");

/** Builds the digest email that comes back. */
export const buildOriginal = ({ returnPath, messageId, unsubscribeUrl }: ReturnedEmail) =>
  joinLines(
    `Return-Path: <${returnPath}>`,
    "Received: from papers.example.org (papers.example.org [192.0.2.10])",
    "\tby mx.example.net (Postfix) with ESMTPS id 4XYZ;",
    "\tThu, 5 Mar 2026 07:00:03 +0000 (UTC)",
    "From: Daily Papers <papers@example.org>",
    "To: reader-1@example.net",
    "Subject: Twelve ways to train and 9 more",
    `Message-ID: ${messageId}`,
    `List-Unsubscribe: <${unsubscribeUrl}>`,
    "MIME-Version: 1.0",
    'Content-Type: text/plain; charset="utf-8"',
    "",
    "1. Twelve ways to train",
  );

type Report = {
  head: string[];
  text: string[];
  /** The type and the fields of the second part: message/delivery-status or message/feedback-report */
  report?: [string, string[]];
  /** The type and the content of the last part */
  returned?: [string, string];
  type?: string;
};

/** Builds a multipart/report of up to three parts (RFC 6522). */
export function buildReport({
  head,
  text,
  report,
  returned,
  type = "delivery-status",
}: Report): string {
  const parts: [string, string][] = [["text/plain; charset=us-ascii", text.join("\r\n")]];
  if (report) parts.push([report[0], report[1].join("\r\n")]);
  if (returned) parts.push(returned);
  return joinLines(
    ...head,
    "Date: Thu, 5 Mar 2026 07:00:09 +0000",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=${type};`,
    '\tboundary="=_made-up/1"',
    "",
    "This is a MIME-encapsulated message.",
    "",
    ...parts.flatMap(([partType, body]) => [
      "--=_made-up/1",
      `Content-Type: ${partType}`,
      "",
      body,
      "",
    ]),
    "--=_made-up/1--",
    "",
  );
}

export const DELIVERY_STATUS = "message/delivery-status";

export const buildPlainEmail = (head: string[], text: string[]): string =>
  joinLines(...head, "Date: Thu, 5 Mar 2026 07:00:09 +0000", "", ...text, "");
