import { expect, test } from "vitest";
import { classifySmtpError } from "./smtp-outcome";

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
  expect(classifySmtpError(thrown)).toMatchObject({ state, isAddressRefused: false });
});
