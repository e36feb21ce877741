import { describe, expect, test } from "vitest";
import { classifySmtpError } from "./smtp-outcome";
import { normalizeRefusal } from "./status-codes";

// smtp-faults.test.ts checks nodemailer's errors with real servers. This file contains the errors
// that those servers can't cause.

const createError = (properties: object) =>
  Object.assign(new Error("words"), { began: true, ...properties });

test.each([
  ["an error that nodemailer does not have", new Error("out of memory"), "deferred"],
  ["a thrown value that is not an error", "words", "deferred"],
  ["a malformed address", createError({ code: "EENVELOPE", command: "API" }), "bounced"],
  [
    "an email larger than the server's limit",
    createError({ code: "EMESSAGE", command: "MAIL FROM" }),
    "bounced",
  ],
  ["an error of the pool itself", createError({ code: "ECONNECTION" }), "deferred"],
  [
    "a session out of step",
    createError({
      code: "EENVELOPE",
      command: "RCPT TO",
      responseCode: 503,
      response: "503 first MAIL",
    }),
    "deferred",
  ],
  ["an unknown error", createError({ code: "ENEW", command: "CONN" }), "uncertain"],
  ["a deadline", createError({ code: "EABORT" }), "uncertain"],
] as const)("%s", (_, thrown, state) => {
  expect(classifySmtpError(thrown)).toMatchObject({ state, refusal: null });
});

describe("a permanent refusal", () => {
  const refuse = (response: string, command = "RCPT TO") =>
    classifySmtpError(
      createError({
        code: "EENVELOPE",
        command,
        response,
        responseCode: Number(response.slice(0, 3)),
        permanent: true,
      }),
    ).refusal;

  test.each([
    "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces. https://support.example.org/mail/?p=NoSuchUser",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "550 5.2.1 The email account that you tried to reach is disabled.",
    "550 no such user here",
    "550 <daily-limit@example.org>: user unknown",
    "554 delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com)",
    "550 Unknown recipient",
    "550 Mailbox does not exist",
    "550 5.0.0 User unknown",
  ])("is about an address that does not exist: %s", (answer) => {
    expect(refuse(answer)).toBe("address");
  });

  test.each([
    "550 relay not permitted",
    "550 5.7.1 Unable to relay for ada@example.org",
    "554 5.7.1 <ada@example.org>: Relay access denied",
    "550 Domain has exceeded the max emails per hour (150/100 (150%)) allowed. Message discarded.",
    "550 5.4.5 Daily sending quota exceeded",
    "552 daily message quota exceeded",
    "554 Message refused (#5.7.1)",
    "550 Sender verify failed",
    "550-Verification failed for <papers@example.org>\n550-No Such User Here\n550 Sender verify failed",
    "550 5.1.1 Sender verification failed: mailbox not found",
    "550 5.1.8 Sender address rejected: Domain not found",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    "550 rejected because 192.0.2.1 is in a black list at dnsbl.example.org",
    "550 RBL restriction",
    "550 Administrative prohibition",
    "550 Too many invalid recipients",
    "550 5.1.1 User unknown; authentication required",
  ])("is about this site and its emails: %s", (answer) => {
    expect(refuse(answer)).toBe("sender");
  });

  test.each([
    "552 5.2.2 mailbox full",
    "552 The mailbox of this user is full",
    "550 5.2.2 <ada@example.org> user is over quota",
    "552 Insufficient system storage",
    "550 Mailbox quota exceeded",
  ])("is about a full mailbox: %s", (answer) => {
    expect(refuse(answer)).toBe("mailbox");
  });

  test.each([
    "550 no",
    "550 mailbox unavailable",
    "550 5.5.0 mailbox unavailable",
    "554 5.4.4 no route",
  ])("has an unknown reason: %s", (answer) => {
    expect(refuse(answer)).toBe("unknown");
  });

  test("is about an address only as an answer to RCPT TO", () => {
    expect(refuse("550 5.1.1 no such user", "DATA")).toBe("unknown");
  });

  test("of many letters is judged quickly", () => {
    const started = performance.now();
    refuse(`550 ${"user does not have a ".repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

test("refusals are the same if they differ by addresses, hosts, numbers and ids only", () => {
  const first = "550 5.7.1 <ada@example.org>: relay denied for a.example.org (id a1-2b)";
  const second = "550 5.7.1 <ben@example.net>: relay denied for b.example.net (id c3-4d)";
  expect(normalizeRefusal(first)).toBe(normalizeRefusal(second));
  expect(normalizeRefusal(first)).not.toBe(normalizeRefusal("550 5.7.1 blocked"));
});
