import { minutesAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import type { ReceivedEmail } from "@tests/mail-server";
import { freezeIssueFor, sendAt, subscriberNames } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { parseEdition } from "@/features/digest/schedule/edition";
import { createMessageId } from "@/features/digest/subscription/tokens";

const readMessageIds = (emails: ReceivedEmail[]) =>
  Object.fromEntries(
    emails.map(({ to, raw }) => [to.join(), /^message-id: (.*)$/im.exec(raw)?.[1] ?? ""]),
  );

/** Puts the database back to before the issues were made, as restoring a backup does. */
async function restoreBackup() {
  await db().digestIssue.deleteMany();
  await db().sender.deleteMany();
}

test("a restored or cloned site repeats the Message-IDs of the emails that it sends again", async () => {
  useEnv({ ...env(), digest: { ...env().digest, hour: 7, timeZone: "UTC" } });
  await ingestEntries([makeEntry()]);
  for (const id of subscriberNames(3)) {
    await makeSubscription(id, { scheduledAt: new Date("2026-03-01T00:00:00Z") });
  }
  const first = await receiveEmails();
  await runDigestAt(NOW);
  const issues = await db().digestIssue.findMany({ orderBy: { edition: "asc" } });
  expect(first.emails).toHaveLength(3);
  await restoreBackup();
  const second = await receiveEmails();
  await runDigestAt(minutesAfter(1));
  expect(second.emails).toHaveLength(3);
  expect(readMessageIds(second.emails)).toEqual(readMessageIds(first.emails));
  expect(new Set(Object.values(readMessageIds(first.emails))).size).toBe(3);
  const again = await db().digestIssue.findMany({ orderBy: { edition: "asc" } });
  expect(again.map(({ id }) => id)).toEqual(issues.map(({ id }) => id));
  expect(new Set(again.map(({ id }) => id)).size).toBe(again.length);
  for (const { id, edition } of again) {
    expect(parseEdition(edition)).not.toBeNull();
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  }
});

test("emails of an issue that was stored before, under another id, keep their Message-IDs", async () => {
  const failing = await receiveEmails({ refuseRecipient: () => ({ code: 451, message: "later" }) });
  await freezeIssueFor(1);
  await sendAt(minutesAfter(1));
  await failing.stop();
  const { emails } = await receiveEmails();
  await runDigestAt(minutesAfter(10));
  const options = { secret: env().secret, host: "papers.example.org" };
  expect(readMessageIds(emails)).toEqual({
    "reader-0@example.org": createMessageId("issue-2026-03-05", "reader-0", options),
  });
});
