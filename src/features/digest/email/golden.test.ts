import path from "node:path";
import { receiveEmails } from "@tests/digest";
import { makeDigestPaper, NASTY, SELECTION, SITE } from "@tests/digest-papers";
import { NOW } from "@tests/factories";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { openMailer } from "@/lib/mailer";
import { personalizeEmail } from "./personalize";
import { renderSelection } from "./render";
import { formatSubject } from "./subject";

const golden = (name: string) => path.resolve("tests/golden", name);

/** A tag begins a line, so that a change can be read in a diff. */
const inLines = (html: string) => html.replaceAll(/>(?=<)/g, ">\n");

test("the mail of the nastiest papers, as its reader's program shows it", async () => {
  const { emails } = await receiveEmails();
  const matchReasons = ["cs.CL", "“\u202ediffusion\r\n”"];
  const papers = NASTY.map((title, index) => ({ ...makeDigestPaper(title, index), matchReasons }));
  const rendered = await renderSelection(
    { ...SELECTION, papers, subject: formatSubject(NASTY) },
    SITE,
  );
  const mailer = openMailer();
  const reader = { subscriptionId: "reader-1", email: "reader-1@example.org", frozenAt: NOW };
  await mailer.send(personalizeEmail(rendered, { ...SELECTION, ...reader }));
  mailer.close();

  const { headerLines, html, text, attachments } = await simpleParser(emails[0]?.raw ?? "");
  expect(attachments).toEqual([]);
  const head = headerLines.map(({ line }) => line).join("\n");
  await expect(`${head}\n`).toMatchFileSnapshot(golden("digest-headers.txt"));
  await expect(text).toMatchFileSnapshot(golden("digest.txt"));
  await expect(inLines(html || "")).toMatchFileSnapshot(golden("digest-html.txt"));
});
