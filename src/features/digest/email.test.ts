import { makeIssue, minutesAfter, receiveMail, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeReader, NOW } from "@tests/factories";
import fc from "fast-check";
import { type ParsedMail, simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { env } from "@/env";
import { openMailer } from "@/lib/mailer";
import { digestSubject, renderDigest } from "./email";
import type { DigestPaper } from "./schema";
import { sendDigest } from "./send";
import { readUnsubscribeToken } from "./tokens";

const HOSTILE = [
  "Two\r\nBcc: everyone@example.org\r\n\r\nlines",
  `Quotes "double" 'single' \`back\` & ampersand`,
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u202eRight to left \u05e2\u05d1\u05e8\u05d9\u05ea\u202c",
  "Emoji 🧪👩‍🔬🚀 and a flag 🇳🇵",
  "=?utf-8?Q?Bcc:_everyone@example.org?=",
  "</title></style></td><style>@import url(https://evil.example)</style>",
];

const makePaper = (title: string, index = 0): DigestPaper => ({
  id: `2603.0000${index}`,
  title,
  byline: `${title} · 3 authors`,
  excerpt: title,
  upvotes: 3,
});

/** Sends an issue of these papers to one reader and answers it as their program reads it. */
async function deliver(papers: DigestPaper[], edition = "2026-03-05"): Promise<ParsedMail> {
  const { mails } = await receiveMail();
  await makeIssue(papers, edition);
  const mailer = openMailer();
  await sendDigest({ mailer, now: () => NOW, stopping: () => false });
  mailer.close();
  return simpleParser(mails[0]?.raw ?? "");
}

describe("a digest mail", () => {
  test("has a subject, a text and an HTML part with every paper, and the reader's way out", async () => {
    const id = await makeReader();
    const mail = await deliver([makePaper("First", 1), makePaper("Second", 2)]);
    expect(mail.subject).toBe("First and 1 more");
    expect(mail.from?.text).toBe('"Daily Papers" <papers@example.org>');
    for (const part of [mail.text ?? "", mail.html || ""]) {
      for (const word of ["First", "Second", "3 upvotes", "Thursday, March 5, 2026"]) {
        expect(part).toContain(word);
      }
      expect(part).toContain("https://papers.example.org/papers/2603.00002");
      const link = /https:\/\/papers\.example\.org\/unsubscribe\/([^"\s]+)/.exec(part);
      expect(readUnsubscribeToken(link?.[1] ?? "", env().secret)).toBe(id);
    }
  });

  test("can be left by one POST, says its list, and is no answer to anybody", async () => {
    await makeReader();
    const mail = await deliver([makePaper("A")]);
    const line = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line ?? "";
    expect(line("list-unsubscribe").replaceAll(/\r?\n\s*/g, " ")).toMatch(
      /^List-Unsubscribe: <https:\/\/papers\.example\.org\/api\/unsubscribe\/[\w.-]+>$/,
    );
    expect(line("list-unsubscribe-post")).toBe("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(line("list-id")).toBe("List-ID: Daily Papers <digest.papers.example.org>");
    expect(line("auto-submitted")).toBe("Auto-Submitted: auto-generated");
    expect(mail.messageId).toMatch(/^<digest\.[0-9a-f]{32}@papers\.example\.org>$/);
  });

  test("fetches nothing from anywhere", async () => {
    await makeReader();
    const mail = await deliver(HOSTILE.map(makePaper));
    const tags = (mail.html || "").match(/<[^>]*>/g)?.join("\n") ?? "";
    expect(tags).not.toMatch(/src\s*=|<img|<link|<script|<iframe|<video|url\(|@import/i);
    expect(mail.attachments).toEqual([]);
  });

  test.each(HOSTILE)("the title %j is text and nothing else", async (title) => {
    await makeReader();
    const plain = await deliver([makePaper("A")]);
    const mail = await deliver([makePaper(title)], "2026-03-06");
    const names = (parsed: ParsedMail) => parsed.headerLines.map(({ key }) => key).sort();
    expect(names(mail)).toEqual(names(plain));
    expect(mail.html || "").not.toContain("<script");
    expect(mail.html || "").not.toContain("<img");
    const tags = (html: string) => html.match(/<\/?[a-z][^\s>]*/gi)?.length;
    expect(tags(mail.html || "")).toBe(tags(plain.html || ""));
  });
});

test("no title adds a header or a recipient", async () => {
  await makeReader();
  const { mails } = await receiveMail();
  const mailer = openMailer();
  const send = async (title: string) => {
    const issue = {
      ...{ id: "1", issueId: "1", rhythm: "daily" as const, date: "2026-03-05" },
      ...{ edition: "daily/2026-03-05/07/UTC", why: "New here.", papers: [makePaper(title)] },
    };
    const site = { name: env().siteName, url: env().siteUrl };
    const rendered = await renderDigest({ ...issue, subject: digestSubject([title]) }, site);
    await mailer.send({ ...rendered, to: { name: "", address: "reader@example.org" } });
    const { raw = "", to = [] } = mails.at(-1) ?? {};
    const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
    const names = head.replaceAll(/\r\n[ \t]/g, " ").match(/^[^:\r\n]*/gm) ?? [];
    return { names: names.filter(Boolean).sort(), to };
  };
  const expected = await send("A plain title");
  const injection = fc.constantFrom(
    "\r\nBcc: x@example.org",
    "\nTo: x@example.org",
    "\r",
    "\r\n\r\n",
  );
  const title = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), injection), { maxLength: 6 })
    .map((pieces) => pieces.join(""))
    .filter((text) => /\w/.test(text));
  await fc.assert(
    fc.asyncProperty(title, async (text) => {
      expect(await send(text)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
  mailer.close();
});

test.each([
  ["quotes", '"'],
  ["Chinese", "漢"],
  ["emoji", "🧪"],
  ["French", "né "],
  ["words", "<wide> & "],
])(
  "ten papers of 2,000 characters' titles, 50 long authors and long abstracts of %s stay below 100 KB",
  async (_, sign) => {
    const { mails } = await receiveMail();
    await makeReader();
    const title = sign.repeat(2000 / sign.length);
    const authors = Array.from({ length: 50 }, () => ({ name: sign.repeat(500 / sign.length) }));
    await ingestEntries(
      Array.from({ length: 12 }, (_, index) =>
        makeEntry({
          id: `2603.000${10 + index}`,
          title,
          paper: { summary: sign.repeat(5000), authors },
        }),
      ),
    );
    await runDigestAt(minutesAfter(1));
    const raw = mails[0]?.raw ?? "";
    expect(Buffer.byteLength(raw)).toBeLessThan(100 * 1024);
    const mail = await simpleParser(raw);
    expect(mail.text?.match(/^\d+\. /gm)).toHaveLength(10);
    // No character was cut in half.
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/\ufffd|%EF%BF%BD/);
  },
);

test("a long title is cut in the subject between characters, not within one", () => {
  for (const length of [86, 87, 88, 89]) {
    const subject = digestSubject([`${"a".repeat(length)}${"🧪".repeat(20)}`]);
    expect(subject).not.toMatch(/\p{Surrogate}/u);
    expect(subject.length).toBeLessThanOrEqual(90);
  }
});
