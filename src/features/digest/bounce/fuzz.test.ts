import { createReturnedEmail } from "@tests/bounce-samples/build";
import { otherSamples } from "@tests/bounce-samples/complaints";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyBounce } from "./classify";

const SECRET = "a secret of more than thirty-two characters";
const ID = "0c8a1a1e-6a0c-4c5e-9f0e-9d8f4a1b2c3d";
const KINDS = ["hard", "soft", "complaint", "ignored"];

const buildEmails = (secret: string) =>
  Object.values({ ...bounceSamples, ...otherSamples }).map(({ build }) =>
    Buffer.from(build(createReturnedEmail(ID, secret))),
  );

/** Checks the promises that every result keeps, and returns its subscription. */
async function checkResult(raw: Buffer): Promise<string | null> {
  const { subscriptionId, kind, status, answer, messageId: id } = await classifyBounce(raw, SECRET);
  expect(KINDS).toContain(kind);
  if (status !== null) expect(status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
  if (id !== null) expect(id).toMatch(/^<[^<>\s]{1,300}>$/);
  expect(answer?.length ?? 0).toBeLessThanOrEqual(500);
  if (subscriptionId === null) expect(kind).toBe("ignored");
  return subscriptionId;
}

/** Generates emails with pieces cut out, replaced by a piece of another email, or overwritten with random bytes. */
const damagedEmails = (emails: Buffer[]) =>
  fc
    .tuple(
      fc.constantFrom(...emails),
      fc.constantFrom(...emails),
      fc.array(fc.tuple(fc.nat(4000), fc.nat(4000), fc.uint8Array({ maxLength: 40 })), {
        maxLength: 6,
      }),
    )
    .map(([first, second, cuts]) =>
      cuts.reduce((email, [from, to, bytes]) => {
        const piece = from % 3 === 0 ? second.subarray(to, to + from) : bytes;
        return Buffer.concat([email.subarray(0, from), piece, email.subarray(to)]);
      }, first),
    );

test("random bytes are about no subscription", async () => {
  const bytes = fc.uint8Array({ maxLength: 3000 });
  const property = fc.asyncProperty(bytes, async (raw) => {
    expect(await checkResult(Buffer.from(raw))).toBeNull();
  });
  await fc.assert(property, { numRuns: 500 });
});

test("an email cut off at any place, or damaged, is classified without an error", async () => {
  const property = fc.asyncProperty(damagedEmails(buildEmails(SECRET)), async (raw) => {
    expect([null, ID]).toContain(await checkResult(raw));
  });
  await fc.assert(property, { numRuns: 1500 });
  for (const email of buildEmails(SECRET)) {
    for (let length = 0; length < email.length; length += 41)
      await checkResult(email.subarray(0, length));
  }
});

test("a damaged forgery is never about a subscription", async () => {
  const forged = buildEmails("another secret of more than thirty-two characters");
  const property = fc.asyncProperty(damagedEmails(forged), async (raw) => {
    expect(await checkResult(raw)).toBeNull();
  });
  await fc.assert(property, { numRuns: 1000 });
});

const { returnPath: verp } = createReturnedEmail(ID, SECRET);
const MEGABYTE = 1024 * 1024;
const repeat = (piece: string) => piece.repeat(Math.ceil(MEGABYTE / piece.length));
const nest = (start: string) =>
  Array.from({ length: 12_000 }, (_, at) => start.replaceAll("#", String(at))).join("");

/** A careless parser would take minutes for each, or overflow its stack. */
test.each([
  ["one header", `To: ${verp}\r\nSubject: ${repeat("a")}`],
  ["one folded header", `To: ${verp}\r\nSubject: a\r\n${repeat(" b\r\n")}`],
  ["many headers", `To: ${verp}\r\n${repeat("X-A: b\r\n")}\r\n`],
  ["many recipients", `To: ${verp}, ${repeat("a+b@c.d, ")}\r\n\r\n`],
  ["comments in comments", `To: ${verp}\r\nCc: ${repeat("(")}\r\n\r\n`],
  ["encoded words", `To: ${verp}\r\nSubject: ${repeat("=?utf-8?q?a?= ")}\r\n\r\n`],
  [
    "parts in parts",
    `To: ${verp}\r\n${nest("Content-Type: multipart/x; boundary=b#\r\n\r\n--b#\r\n")}`,
  ],
  ["emails in emails", `To: ${verp}\r\n${repeat("Content-Type: message/rfc822\r\n\r\n")}`],
  ["a body of dashes", `From: mailer-daemon@example.net\r\nTo: ${verp}\r\n\r\n${repeat("-")}`],
  ["a body of codes", `From: mailer-daemon@example.net\r\nTo: ${verp}\r\n\r\n${repeat("5.1.1.")}`],
  ["empty lines", `To: ${verp}\r\n${repeat("\r\n")}`],
  ["HTML in HTML", `To: ${verp}\r\nContent-Type: text/html\r\n\r\n${repeat("<div>")}`],
])("a megabyte of %s is classified", async (_, text) => {
  expect(await checkResult(Buffer.from(text))).toBe(ID);
});

test("only the first megabyte is parsed", async () => {
  const late = Buffer.from(`Subject: ${repeat("a")}\r\nTo: ${verp}\r\n\r\n`);
  expect(await checkResult(late)).toBeNull();
});
