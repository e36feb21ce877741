import { hoursAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import type { ReceivedEmail } from "@tests/mail-server";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createComposer } from "@/features/digest/delivery/compose";

/** Returns an email's two parts without the links that differ between subscribers. */
async function readSharedBody(email: ReceivedEmail | undefined): Promise<string> {
  const { text, html } = await simpleParser(email?.raw ?? "");
  return `${text}${html}`.replaceAll(/\/(subscription|unsubscribe)\/[\w.~-]+/g, "/$1/…");
}

const listSelections = async () => {
  const rows = await db().delivery.findMany();
  return Object.fromEntries(rows.map((row) => [row.subscriptionId, row.selectionId]));
};

test("subscribers who get the same papers share one selection, whatever their settings", async () => {
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
  const { ada, ben, large, picky, twin } = await listSelections();
  expect([ben, large]).toEqual([ada, ada]);
  expect(twin).toBe(picky);
  expect(picky).not.toBe(ada);
  const daily = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(await db().digestSelection.count({ where: { issueId: daily.id } })).toBe(2);

  expect(emails).toHaveLength(5);
  const bodies = await Promise.all(emails.map(readSharedBody));
  expect(new Set(bodies).size).toBe(2);
  // Each email still has its own Message-ID and links.
  const heads = await Promise.all(emails.map(({ raw }) => simpleParser(raw)));
  expect(new Set(heads.map(({ messageId }) => messageId)).size).toBe(5);
  expect(new Set(heads.map(({ headers }) => JSON.stringify(headers.get("list")))).size).toBe(5);
});

test("a subscriber who got a paper before doesn't share a selection with one who didn't", async () => {
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

test("a selection is rendered once for all its subscribers", async () => {
  await receiveEmails();
  await makeSubscription("ada");
  await makeSubscription("ben");
  await ingestEntries([makeEntry()], hoursAfter(-1));
  await runDigestAt(NOW);
  const [row] = await db().delivery.findMany();
  if (!row) throw new Error("no email was sent");
  const composeEmail = createComposer();
  const before = await composeEmail({ ...row, subscriptionId: "ada", email: "ada@example.org" });
  // Proof that it is not read again.
  await db().digestSelection.update({
    where: { id: row.selectionId },
    data: { papers: "nonsense" },
  });
  const after = await composeEmail({ ...row, subscriptionId: "ben", email: "ben@example.org" });
  expect(after.subject).toBe(before.subject);
  expect(after.html).not.toBe(before.html);
});
