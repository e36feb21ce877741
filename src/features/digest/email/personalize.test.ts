import { receiveEmails } from "@tests/digest";
import { makeDigestPaper, SELECTION, SITE } from "@tests/digest-papers";
import { NOW } from "@tests/factories";
import { NASTY_TITLES } from "@tests/nasty-titles";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { env, useEnv } from "@/env";
import type { DigestPaper } from "@/features/digest/schema";
import { isSubscriptionToken, parseUnsubscribeToken } from "@/features/digest/subscription/tokens";
import { openMailer } from "@/lib/email/mailer";
import { personalizeEmail } from "./personalize";
import { renderSelection } from "./render";
import { formatSubject } from "./subject";

const RECIPIENT = { subscriptionId: "reader-1", email: "reader-1@example.org" };

/** Opens a connection that sends emails of papers to the recipient and returns what the server received. */
async function openSender() {
  const { emails } = await receiveEmails();
  const mailer = openMailer();
  return {
    async send(papers: DigestPaper[], more = {}) {
      const subject = formatSubject(papers.map(({ title }) => title));
      const rendered = await renderSelection({ ...SELECTION, papers, subject }, SITE);
      await mailer.send(personalizeEmail(rendered, { ...SELECTION, ...RECIPIENT, ...more }));
      const { raw = "", to = [] } = emails.at(-1) ?? {};
      return { raw, to };
    },
    close: () => mailer.close(),
  };
}

async function parseHeaders(raw: string) {
  const { headerLines } = await simpleParser(raw);
  return (name: string) => {
    const lines = headerLines.filter(({ key }) => key === name).map(({ line }) => line);
    return lines.map((line) => line.replaceAll(/\r?\n\s*/g, " ").replace(/^[^:]*:\s*/, ""));
  };
}

async function sendOne(more = {}) {
  const sender = await openSender();
  const { raw } = await sender.send([makeDigestPaper("A")], more);
  sender.close();
  return raw;
}

describe("a subscriber's email", () => {
  test("goes to the subscriber only, from the site", async () => {
    const email = await simpleParser(await sendOne());
    expect(email.to).toMatchObject({ value: [{ name: "", address: RECIPIENT.email }] });
    expect(email.from?.text).toBe('"Daily Papers" <papers@example.org>');
    expect([email.cc, email.bcc]).toEqual([undefined, undefined]);
  });

  test("can be unsubscribed from by one POST, names its list, and says that it is generated", async () => {
    const header = await parseHeaders(await sendOne());
    expect(header("list-unsubscribe")).toEqual([
      expect.stringMatching(/^<https:\/\/papers\.example\.org\/api\/unsubscribe\/[\w.-]+>$/),
    ]);
    expect(header("list-unsubscribe-post")).toEqual(["List-Unsubscribe=One-Click"]);
    expect(header("list-id")).toEqual(["Daily Papers <digest.papers.example.org>"]);
    expect(header("auto-submitted")).toEqual(["auto-generated"]);
    expect(header("feedback-id")).toEqual(["daily:2026-03-05:digest:papersexampleor"]);
    expect(header("precedence")).toEqual([]);
  });

  test("links to the subscriber's own preferences and unsubscribe page in both parts", async () => {
    const email = await simpleParser(await sendOne());
    for (const part of [email.text ?? "", email.html || ""]) {
      const [, preferencesToken = ""] = /\/subscription\/([^"\s]+)/.exec(part) ?? [];
      expect(
        isSubscriptionToken(
          preferencesToken,
          { id: "reader-1", email: RECIPIENT.email },
          env().secret,
        ),
      ).toBe(true);
      const [, unsubscribeToken = ""] = /org\/unsubscribe\/([^"\s]+)/.exec(part) ?? [];
      expect(parseUnsubscribeToken(unsubscribeToken, env().secret)).toBe("reader-1");
    }
  });

  test("has a Feedback-ID without a personal identifier, whatever the site's name", async () => {
    useEnv({ ...env(), siteUrl: "http://[::1]:3000", siteName: "Пейперс" });
    const header = await parseHeaders(await sendOne({ rhythm: undefined }));
    expect(header("feedback-id")).toEqual(["any:2026-03-05:digest:10000"]);
    expect(header("list-id")[0]).toMatch(/^<digest\.[\w.-]+>$/);
  });

  test("has the same bytes at every attempt", async () => {
    const [first, again] = [await sendOne({ frozenAt: NOW }), await sendOne({ frozenAt: NOW })];
    expect(again).toBe(first);
    expect((await parseHeaders(first))("date")).toEqual(["Thu, 05 Mar 2026 15:00:00 +0000"]);
  });
});

const listHeaderNames = (raw: string) =>
  raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .replaceAll(/\r\n[ \t]/g, " ")
    .match(/^[^:\r\n]+/gm)
    ?.toSorted();

test.each(NASTY_TITLES)("the title %j adds no header and no line break", async (title) => {
  const sender = await openSender();
  const plain = await sender.send([makeDigestPaper("A")]);
  const { raw, to } = await sender.send([makeDigestPaper(title), makeDigestPaper("B", 1)]);
  sender.close();
  expect(listHeaderNames(raw)).toEqual(listHeaderNames(plain.raw));
  expect(to).toEqual([RECIPIENT.email]);
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const octets = raw.split("\r\n").map((line) => Buffer.byteLength(line));
  expect(Math.max(...octets)).toBeLessThanOrEqual(998);
  const email = await simpleParser(raw);
  expect(email.subject).toBe(formatSubject([title, "B"]));
});

test("no title adds a header, a recipient or a line break", async () => {
  const sender = await openSender();
  const plain = await sender.send([makeDigestPaper("A plain title")]);
  const injection = fc.constantFrom(
    "\r\nBcc: x@example.org",
    "\nTo: x@example.org",
    "\r",
    "\r\n\r\n",
  );
  const title = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), injection), { maxLength: 6 })
    .map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(title, async (text) => {
      const { raw, to } = await sender.send([makeDigestPaper(text)]);
      expect(listHeaderNames(raw)).toEqual(listHeaderNames(plain.raw));
      expect(to).toEqual([RECIPIENT.email]);
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    }),
    { numRuns: 150 },
  );
  sender.close();
});
