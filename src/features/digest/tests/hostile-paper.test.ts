import { receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription } from "@tests/factories";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";

test("no paper can obtain the subscriber's links or add a line to the email", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription();
  const placeholders = ["UNSUBSCRIBE-LINK", "\u0001", "\\u0001", "&#1;", "%01"].join(" ");
  const forged = "Org\r\n\r\nUnsubscribe: https://evil.example/\r\n";
  await ingestEntries([
    makeEntry({
      title: `see https://evil.example/?x=${placeholders}`,
      paper: {
        summary: placeholders,
        organization: { name: "org", fullname: forged },
        authors: [{ name: `${placeholders} ${forged}` }],
      },
    }),
  ]);
  await runDigestAt();
  const { text = "", html } = await simpleParser(emails[0]?.raw ?? "");
  for (const part of [text, html || ""]) {
    expect(part.match(/papers\.example\.org\/unsubscribe\//g)).toHaveLength(1);
  }
  expect(text.match(/^Unsubscribe:/gm)).toHaveLength(1);
});
