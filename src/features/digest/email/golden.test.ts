import path from "node:path";
import { receiveEmails } from "@tests/digest";
import { makeDigestPaper, SELECTION, SITE } from "@tests/digest-papers";
import { NOW } from "@tests/factories";
import { NASTY_TITLES } from "@tests/nasty-titles";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { openMailer } from "@/lib/email/mailer";
import { personalizeEmail } from "./personalize";
import { renderSelection } from "./render";
import { formatSubject } from "./subject";

const getGoldenFile = (name: string) => path.resolve("tests/golden", name);

/** Starts a line with every tag, so that a diff shows what changed. */
const splitTags = (html: string) => html.replaceAll(/>(?=<)/g, ">\n");

test("an email of the nastiest papers has the recorded headers, text and HTML", async () => {
  const { emails } = await receiveEmails();
  const matchReasons = ["cs.CL", "“\u202ediffusion\r\n”"];
  const papers = NASTY_TITLES.map((title, index) => ({
    ...makeDigestPaper(title, index),
    matchReasons,
  }));
  const rendered = await renderSelection(
    { ...SELECTION, papers, subject: formatSubject(NASTY_TITLES) },
    SITE,
  );
  const mailer = openMailer();
  const recipient = { subscriptionId: "reader-1", email: "reader-1@example.org", frozenAt: NOW };
  await mailer.send(personalizeEmail(rendered, { ...SELECTION, ...recipient }));
  mailer.close();

  const { headerLines, html, text, attachments } = await simpleParser(emails[0]?.raw ?? "");
  expect(attachments).toEqual([]);
  const head = headerLines.map(({ line }) => line).join("\n");
  await expect(`${head}\n`).toMatchFileSnapshot(getGoldenFile("digest-headers.txt"));
  await expect(text).toMatchFileSnapshot(getGoldenFile("digest.txt"));
  await expect(splitTags(html || "")).toMatchFileSnapshot(getGoldenFile("digest-html.txt"));
});
