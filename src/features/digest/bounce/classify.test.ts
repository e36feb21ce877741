import {
  buildOriginal,
  buildPlainEmail,
  buildReport,
  createReturnedEmail,
  DELIVERY_STATUS,
} from "@tests/bounce-samples/build";
import { otherSamples } from "@tests/bounce-samples/complaints";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { describe, expect, test } from "vitest";
import { chooseStatus, findStatus, isAddressGone, NOT_THE_ADDRESS } from "@/lib/email/status-codes";
import { classifyBounce } from "./classify";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";

const OUR_EMAIL = createReturnedEmail(ID, SECRET);
const FORGED_EMAIL = createReturnedEmail(ID, "another secret of more than thirty-two characters");
const all = Object.entries({ ...bounceSamples, ...otherSamples });

describe("a bounce", () => {
  test.each(all)("%s", async (_, { build, kind, status, hasMessageId }) => {
    const read = await classifyBounce(Buffer.from(build(OUR_EMAIL)), SECRET);
    const expected = {
      subscriptionId: ID,
      kind,
      status,
      messageId: hasMessageId ? OUR_EMAIL.messageId : null,
    };
    expect(read).toMatchObject(expected);
  });

  test.each(all)("with Unix line ends: %s", async (_, { build, kind, status }) => {
    const read = await classifyBounce(
      Buffer.from(build(OUR_EMAIL).replaceAll("\r\n", "\n")),
      SECRET,
    );
    expect(read).toMatchObject({ subscriptionId: ID, kind, status });
  });

  test.each(all)("is ignored if its signature is forged: %s", async (_, { build }) => {
    const read = await classifyBounce(Buffer.from(build(FORGED_EMAIL)), SECRET);
    expect(read).toMatchObject({ subscriptionId: null, kind: "ignored" });
  });

  test("has the mail server's answer, unfolded and without the protocol's name", async () => {
    const read = await classifyBounce(
      Buffer.from(bounceSamples["Postfix, no such user"]?.build(OUR_EMAIL) ?? ""),
      SECRET,
    );
    expect(read.answer).toBe(
      "550 5.1.1 <reader-1@example.net>: Recipient address rejected: User unknown in virtual mailbox table",
    );
  });
});

describe("an email that is not a bounce", () => {
  test("is ignored, even if somebody forwards a digest to the bounce mailbox", async () => {
    const head = ["From: reader@example.net", "To: bounces@example.org", "Subject: Fwd: papers"];
    const returned: [string, string] = ["message/rfc822", buildOriginal(OUR_EMAIL)];
    const forwarded = buildReport({ head, text: ["Look!"], returned, type: "x" });
    expect((await classifyBounce(Buffer.from(forwarded), SECRET)).subscriptionId).toBeNull();
    const pasted = buildPlainEmail(head, [buildOriginal(OUR_EMAIL)]);
    expect((await classifyBounce(Buffer.from(pasted), SECRET)).subscriptionId).toBeNull();
  });
});

describe("a report that was cut off", () => {
  test("before its recipients is a temporary bounce", async () => {
    const head = ["From: MAILER-DAEMON@mx.example.net", `To: ${OUR_EMAIL.returnPath}`];
    const email = buildReport({
      head,
      text: [],
      report: [DELIVERY_STATUS, ["Reporting-MTA: dns; x"]],
    });
    expect(await classifyBounce(Buffer.from(email), SECRET)).toMatchObject({
      kind: "soft",
      status: null,
    });
  });
});

describe("a status code", () => {
  test.each(Object.keys(NOT_THE_ADDRESS))("%s does not stop a subscription at once", (code) => {
    expect(isAddressGone(code)).toBe(false);
  });

  test.each(["constructor", "4.1.1", "2.1.1", "5.1", ""])(
    "%j does not stop a subscription at once",
    (code) => {
      expect(isAddressGone(code)).toBe(false);
    },
  );

  test("is found in a text, but not in an IP address or a version", () => {
    expect(findStatus("550 5.1.1 unknown")).toBe("5.1.1");
    expect(findStatus("no mailbox (#5.1.1).")).toBe("5.1.1");
    expect(findStatus("host 5.1.1.9 said 550")).toBeNull();
    expect(findStatus("host 192.5.1.1 said 550")).toBeNull();
    expect(findStatus("version 15.1.1")).toBeNull();
  });

  test("in the server's answer is used if the report only has x.0.0", () => {
    expect(chooseStatus("5.0.0", "550 5.1.1 unknown")).toBe("5.1.1");
    expect(chooseStatus("5.2.2 (full)", "550 5.1.1 unknown")).toBe("5.2.2");
    expect(chooseStatus("5.0.0", "550 unknown")).toBe("5.0.0");
    expect(chooseStatus("", "")).toBeNull();
  });
});
