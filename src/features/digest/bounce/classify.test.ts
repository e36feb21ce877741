import { others } from "@tests/returned-complaints";
import { createReturned, original, plainMail, reportMail, STATUS } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import { describe, expect, test } from "vitest";
import { classifyBounce } from "./classify";
import { chooseStatus, findStatus, isAddressGone, NOT_THE_ADDRESS } from "./status-codes";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";

const OURS = createReturned(ID, SECRET);
const FORGED = createReturned(ID, "another secret of more than thirty-two characters");
const all = Object.entries({ ...shapes, ...others });

describe("a mail that comes back", () => {
  test.each(all)("%s", async (_, { mail, kind, status, named }) => {
    const read = await classifyBounce(Buffer.from(mail(OURS)), SECRET);
    const expected = { subscriptionId: ID, kind, status, messageId: named ? OURS.messageId : null };
    expect(read).toMatchObject(expected);
  });

  test.each(all)("with line ends as Unix has them: %s", async (_, { mail, kind, status }) => {
    const read = await classifyBounce(Buffer.from(mail(OURS).replaceAll("\r\n", "\n")), SECRET);
    expect(read).toMatchObject({ subscriptionId: ID, kind, status });
  });

  test.each(all)("stops nobody when it was made up: %s", async (_, { mail }) => {
    const read = await classifyBounce(Buffer.from(mail(FORGED)), SECRET);
    expect(read).toMatchObject({ subscriptionId: null, kind: "ignored" });
  });

  test("says what the mail server said, unfolded and without the protocol's name", async () => {
    const read = await classifyBounce(
      Buffer.from(shapes["Postfix, no such user"]?.mail(OURS) ?? ""),
      SECRET,
    );
    expect(read.answer).toBe(
      "550 5.1.1 <reader-1@example.net>: Recipient address rejected: User unknown in virtual mailbox table",
    );
  });
});

describe("what is no bounce", () => {
  test("a digest that somebody sends on to the return path's mailbox counts for nothing", async () => {
    const head = ["From: reader@example.net", "To: bounces@example.org", "Subject: Fwd: papers"];
    const back: [string, string] = ["message/rfc822", original(OURS)];
    const forwarded = reportMail({ head, text: ["Look!"], back, type: "x" });
    expect((await classifyBounce(Buffer.from(forwarded), SECRET)).subscriptionId).toBeNull();
    const pasted = plainMail(head, [original(OURS)]);
    expect((await classifyBounce(Buffer.from(pasted), SECRET)).subscriptionId).toBeNull();
  });
});

describe("a report that was cut off", () => {
  test("before its recipients is a bounce that may pass", async () => {
    const head = ["From: MAILER-DAEMON@mx.example.net", `To: ${OURS.verp}`];
    const mail = reportMail({ head, text: [], report: [STATUS, ["Reporting-MTA: dns; x"]] });
    expect(await classifyBounce(Buffer.from(mail), SECRET)).toMatchObject({
      kind: "soft",
      status: null,
    });
  });
});

describe("a status code", () => {
  test.each(Object.keys(NOT_THE_ADDRESS))("%s stops nobody at once", (code) => {
    expect(isAddressGone(code)).toBe(false);
  });

  test.each(["constructor", "4.1.1", "2.1.1", "5.1", ""])("%j is none that stops", (code) => {
    expect(isAddressGone(code)).toBe(false);
  });

  test("is found among words, and is no part of an address of a host", () => {
    expect(findStatus("550 5.1.1 unknown")).toBe("5.1.1");
    expect(findStatus("no mailbox (#5.1.1).")).toBe("5.1.1");
    expect(findStatus("host 5.1.1.9 said 550")).toBeNull();
    expect(findStatus("host 192.5.1.1 said 550")).toBeNull();
    expect(findStatus("version 15.1.1")).toBeNull();
  });

  test("from the server's own words wins where the report's says nothing", () => {
    expect(chooseStatus("5.0.0", "550 5.1.1 unknown")).toBe("5.1.1");
    expect(chooseStatus("5.2.2 (full)", "550 5.1.1 unknown")).toBe("5.2.2");
    expect(chooseStatus("5.0.0", "550 unknown")).toBe("5.0.0");
    expect(chooseStatus("", "")).toBeNull();
  });
});
