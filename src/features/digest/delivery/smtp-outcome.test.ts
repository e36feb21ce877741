import { expect, test } from "vitest";
import { classifySmtpError } from "./smtp-outcome";

// What nodemailer says at each fault is tried on real servers (smtp-faults.test.ts): here is what
// those servers can't be made to say.

const error = (facts: object) => Object.assign(new Error("words"), { began: true, ...facts });

test.each([
  ["nothing nodemailer says", new Error("out of memory"), "deferred"],
  ["something thrown that is no error", "words", "deferred"],
  ["an address that can't be written", error({ code: "EENVELOPE", command: "API" }), "bounced"],
  ["larger than the server takes", error({ code: "EMESSAGE", command: "MAIL FROM" }), "bounced"],
  ["the pool's own word", error({ code: "ECONNECTION" }), "deferred"],
  [
    "a session out of step",
    error({ code: "EENVELOPE", command: "RCPT TO", responseCode: 503, response: "503 first MAIL" }),
    "deferred",
  ],
  ["an error nobody has seen yet", error({ code: "ENEW", command: "CONN" }), "uncertain"],
  ["a deadline", error({ code: "EABORT" }), "uncertain"],
] as const)("%s", (_, thrown, state) => {
  expect(classifySmtpError(thrown)).toMatchObject({ state, isAddressRefused: false });
});
