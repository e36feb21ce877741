import { hoursAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import type { ReceivedEmail } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createComposer } from "@/features/digest/delivery/compose";

/** A mail's body without what is its reader's own. */
async function body(mail: ReceivedEmail | undefined): Promise<string> {
  const { text, html } = await simpleParser(mail?.raw ?? "");
  return `${text}${html}`.replaceAll(/\/(subscription|unsubscribe)\/[\w.~-]+/g, "/$1/…");
}

const chosenFor = async () => {
  const rows = await db().delivery.findMany();
  return Object.fromEntries(rows.map((row) => [row.subscriptionId, row.selectionId]));
};

test("who is to have the same shares one selection, whatever they wished", async () => {
  const { emails } = await receiveEmails();
  await makeSubscription("ada");
  await makeSubscription("ben");
  await makeSubscription("large", { size: 25 });
  await makeSubscription("picky", { topics: '{"keywords":["tides"]}' });
  await makeSubscription("twin", { topics: '{"keywords":["tides"]}' });
  const titles = ["On tides", "On stars"];
  await ingestEntries(
    titles.map((title, index) => makeEntry({ id: `2603.0000${index}`, title })),
    hoursAfter(-1),
  );
  await runDigestAt(NOW);
  const { ada, ben, large, picky, twin } = await chosenFor();
  expect([ben, large]).toEqual([ada, ada]);
  expect(twin).toBe(picky);
  expect(picky).not.toBe(ada);
  const daily = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(await db().digestSelection.count({ where: { issueId: daily.id } })).toBe(2);

  expect(emails).toHaveLength(5);
  const bodies = await Promise.all(emails.map(body));
  expect(new Set(bodies).size).toBe(2);
  // But each has a Message-ID and links of its own.
  const heads = await Promise.all(emails.map(({ raw }) => simpleParser(raw)));
  expect(new Set(heads.map(({ messageId }) => messageId)).size).toBe(5);
  expect(new Set(heads.map(({ headers }) => JSON.stringify(headers.get("list")))).size).toBe(5);
});

test("who was mailed a paper before doesn't share with who wasn't", async () => {
  await receiveEmails();
  await makeSubscription("old");
  await ingestEntries([makeEntry({ id: "2603.00001" })], hoursAfter(-1));
  await runDigestAt(NOW);
  await makeSubscription("young");
  await ingestEntries([makeEntry({ id: "2603.00002" })], hoursAfter(1));
  await runDigestAt(hoursAfter(24));
  const rows = await db().delivery.findMany({ where: { date: "2026-03-06" } });
  expect(new Set(rows.map(({ selectionId }) => selectionId)).size).toBe(2);
});

test("a selection is rendered once for all its readers", async () => {
  await receiveEmails();
  await makeSubscription("ada");
  await makeSubscription("ben");
  await ingestEntries([makeEntry()], hoursAfter(-1));
  await runDigestAt(NOW);
  const [row] = await db().delivery.findMany();
  if (!row) throw new Error("nothing was mailed");
  const composeEmail = createComposer();
  const before = await composeEmail({ ...row, subscriptionId: "ada", email: "ada@example.org" });
  // What isn't read again can't have changed.
  await db().digestSelection.update({
    where: { id: row.selectionId },
    data: { papers: "nonsense" },
  });
  const after = await composeEmail({ ...row, subscriptionId: "ben", email: "ben@example.org" });
  expect(after.subject).toBe(before.subject);
  expect(after.html).not.toBe(before.html);
});
