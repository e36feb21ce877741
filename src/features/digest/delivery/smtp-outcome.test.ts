import { expect, test } from "vitest";
import { classifySmtpError } from "./smtp-outcome";

// smtp-faults.test.ts checks nodemailer's errors with real servers. This file contains the errors
// that those servers can't cause.

const error = (facts: object) => Object.assign(new Error("words"), { began: true, ...facts });

test.each([
  ["an error that nodemailer does not have", new Error("out of memory"), "deferred"],
  ["a thrown value that is not an error", "words", "deferred"],
  ["a malformed address", error({ code: "EENVELOPE", command: "API" }), "bounced"],
  [
    "an email larger than the server's limit",
    error({ code: "EMESSAGE", command: "MAIL FROM" }),
    "bounced",
  ],
  ["an error of the pool itself", error({ code: "ECONNECTION" }), "deferred"],
  [
    "a session out of step",
    error({ code: "EENVELOPE", command: "RCPT TO", responseCode: 503, response: "503 first MAIL" }),
    "deferred",
  ],
  ["an unknown error", error({ code: "ENEW", command: "CONN" }), "uncertain"],
  ["a deadline", error({ code: "EABORT" }), "uncertain"],
] as const)("%s", (_, thrown, state) => {
  expect(classifySmtpError(thrown)).toMatchObject({ state, isAddressRefused: false });
});
