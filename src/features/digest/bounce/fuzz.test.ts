import { others } from "@tests/returned-complaints";
import { createReturned } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyBounce } from "./classify";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";
const KINDS = ["hard", "soft", "complaint", "ignored"];

const mailsOf = (secret: string) =>
  Object.values({ ...shapes, ...others }).map(({ mail }) =>
    Buffer.from(mail(createReturned(ID, secret))),
  );

/** What every answer keeps to, whatever was read; answers whose it was. */
async function check(raw: Buffer): Promise<string | null> {
  const { subscriptionId, kind, status, answer, messageId: id } = await classifyBounce(raw, SECRET);
  expect(KINDS).toContain(kind);
  if (status !== null) expect(status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
  if (id !== null) expect(id).toMatch(/^<[^<>\s]{1,300}>$/);
  expect(answer?.length ?? 0).toBeLessThanOrEqual(500);
  if (subscriptionId === null) expect(kind).toBe("ignored");
  return subscriptionId;
}

/** A mail with pieces cut out, put elsewhere, or overwritten by bytes. */
const spoilt = (mails: Buffer[]) =>
  fc
    .tuple(
      fc.constantFrom(...mails),
      fc.constantFrom(...mails),
      fc.array(fc.tuple(fc.nat(4000), fc.nat(4000), fc.uint8Array({ maxLength: 40 })), {
        maxLength: 6,
      }),
    )
    .map(([first, second, cuts]) =>
      cuts.reduce((mail, [from, to, bytes]) => {
        const piece = from % 3 === 0 ? second.subarray(to, to + from) : bytes;
        return Buffer.concat([mail.subarray(0, from), piece, mail.subarray(to)]);
      }, first),
    );

test("random bytes are nobody's bounce", async () => {
  const bytes = fc.uint8Array({ maxLength: 3000 });
  const property = fc.asyncProperty(bytes, async (raw) => {
    expect(await check(Buffer.from(raw))).toBeNull();
  });
  await fc.assert(property, { numRuns: 500 });
});

test("a mail cut off at any place, or spoilt, is read without an error", async () => {
  const property = fc.asyncProperty(spoilt(mailsOf(SECRET)), async (raw) => {
    expect([null, ID]).toContain(await check(raw));
  });
  await fc.assert(property, { numRuns: 1500 });
  for (const mail of mailsOf(SECRET)) {
    for (let length = 0; length < mail.length; length += 41) await check(mail.subarray(0, length));
  }
});

test("no spoilt forgery ever becomes somebody's", async () => {
  const forged = mailsOf("another secret of more than thirty-two characters");
  const property = fc.asyncProperty(spoilt(forged), async (raw) => {
    expect(await check(raw)).toBeNull();
  });
  await fc.assert(property, { numRuns: 1000 });
});

const { verp } = createReturned(ID, SECRET);
const MEGABYTE = 1024 * 1024;
const full = (piece: string) => piece.repeat(Math.ceil(MEGABYTE / piece.length));
const nested = (start: string) =>
  Array.from({ length: 12_000 }, (_, at) => start.replaceAll("#", String(at))).join("");

/** Each would take a careless reader minutes, or its stack. */
test.each([
  ["one header", `To: ${verp}\r\nSubject: ${full("a")}`],
  ["one folded header", `To: ${verp}\r\nSubject: a\r\n${full(" b\r\n")}`],
  ["many headers", `To: ${verp}\r\n${full("X-A: b\r\n")}\r\n`],
  ["many receivers", `To: ${verp}, ${full("a+b@c.d, ")}\r\n\r\n`],
  ["comments in comments", `To: ${verp}\r\nCc: ${full("(")}\r\n\r\n`],
  ["encoded words", `To: ${verp}\r\nSubject: ${full("=?utf-8?q?a?= ")}\r\n\r\n`],
  [
    "parts in parts",
    `To: ${verp}\r\n${nested("Content-Type: multipart/x; boundary=b#\r\n\r\n--b#\r\n")}`,
  ],
  ["mails in mails", `To: ${verp}\r\n${full("Content-Type: message/rfc822\r\n\r\n")}`],
  ["a body of dashes", `From: mailer-daemon@example.net\r\nTo: ${verp}\r\n\r\n${full("-")}`],
  ["a body of codes", `From: mailer-daemon@example.net\r\nTo: ${verp}\r\n\r\n${full("5.1.1.")}`],
  ["empty lines", `To: ${verp}\r\n${full("\r\n")}`],
  ["HTML in HTML", `To: ${verp}\r\nContent-Type: text/html\r\n\r\n${full("<div>")}`],
])("a megabyte of %s is read all the same", async (_, text) => {
  expect(await check(Buffer.from(text))).toBe(ID);
});

test("what is beyond the first megabyte isn't looked at", async () => {
  const late = Buffer.from(`Subject: ${full("a")}\r\nTo: ${verp}\r\n\r\n`);
  expect(await check(late)).toBeNull();
});
