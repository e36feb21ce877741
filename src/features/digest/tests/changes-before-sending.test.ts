import {
  countDeliveries,
  freezeDigestAt,
  hoursAfter,
  minutesAfter,
  receiveEmails,
} from "@tests/digest";
import { ingestEntries, makeEntry, makeSubscription, NOW } from "@tests/factories";
import { listRecipients, sendAt } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { pauseSubscription, unsubscribe } from "@/features/digest/subscription/mutations";
import {
  confirmAddressChange,
  requestAddressChange,
} from "@/features/digest/subscription/mutations-address";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";

// With a MAIL_RATE, hours may pass between the freezing of an issue and its last email.

async function freeze() {
  await makeSubscription("ada");
  await makeSubscription("ben");
  await ingestEntries([makeEntry()], hoursAfter(-1));
  await freezeDigestAt(NOW);
  const issue = await db().digestIssue.findFirstOrThrow({ where: { rhythm: "daily" } });
  expect(await countDeliveries(issue.id)).toEqual({ pending: 2 });
  return issue;
}

test.each([
  ["deletes their subscription", deleteSubscription, "the subscriber was deleted"],
  ["unsubscribes", unsubscribe, "the subscriber has unsubscribed"],
  ["pauses", pauseSubscription, "the subscriber has paused the digest"],
])("a subscriber who %s gets no email, and the counts still add up", async (_, act, answer) => {
  const { emails } = await receiveEmails();
  const issue = await freeze();
  await act("ada", minutesAfter(1));
  await sendAt(minutesAfter(2));
  expect(listRecipients(emails)).toEqual(["ben@example.org"]);
  expect(await countDeliveries(issue.id)).toEqual({ sent: 1, skipped: 1 });
  const row = await db().delivery.findFirst({ where: { subscriptionId: "ada" } });
  expect(row).toMatchObject({ state: "skipped", answer, attempts: 0, readyAt: null });
});

test("a subscriber who leaves and returns at once gets the waiting email, once", async () => {
  const { emails } = await receiveEmails();
  await freeze();
  await unsubscribe("ada", minutesAfter(1));
  await db().subscription.update({
    where: { id: "ada" },
    data: { state: "active", scheduledAt: minutesAfter(1) },
  });
  await sendAt(minutesAfter(2));
  await sendAt(minutesAfter(3));
  expect(listRecipients(emails)).toEqual(["ada@example.org", "ben@example.org"]);
});

test("after a change of address the email goes to the new address only", async () => {
  const { emails } = await receiveEmails();
  await freeze();
  const { from, to } = await requestAddressChange("ada", "ada@new.example.org", minutesAfter(1));
  await confirmAddressChange(from.token, minutesAfter(1));
  await confirmAddressChange(to.token, minutesAfter(1));
  await sendAt(minutesAfter(2));
  expect(listRecipients(emails)).toEqual(["ada@new.example.org", "ben@example.org"]);
  const movedEmail = emails.find(({ to }) => to.includes("ada@new.example.org"));
  expect(movedEmail?.raw).toMatch(/^To: ada@new\.example\.org\r$/im);
  expect(movedEmail?.raw).not.toContain("ada@example.org");
});

test("a change that only one address has confirmed has no effect yet", async () => {
  const { emails } = await receiveEmails();
  await freeze();
  const { from } = await requestAddressChange("ada", "ada@new.example.org", minutesAfter(1));
  await confirmAddressChange(from.token, minutesAfter(1));
  await sendAt(minutesAfter(2));
  expect(listRecipients(emails)).toEqual(["ada@example.org", "ben@example.org"]);
});
