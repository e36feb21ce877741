import {
  countActive,
  countDeliveries,
  makeIssue,
  minutesAfter,
  receiveEmails,
} from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { freezeIssueFor, listRecipients, PAPER, sendAt, subscriberNames } from "@tests/sending";
import { expectErrors } from "@tests/set-up";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { resumeSending } from "@/features/digest/delivery/mutations-sender";
import { findPause } from "@/features/digest/delivery/queries";

const ISSUE = "issue-2026-03-05";
const allAddresses = (count: number) =>
  subscriberNames(count)
    .map((name) => `${name}@example.org`)
    .toSorted();

test.each([
  [550, "relay not permitted"],
  [550, "Domain example.org has exceeded the max emails per hour (100/100) allowed"],
  [550, "5.4.5 Daily user sending limit exceeded"],
  [554, "Message refused (#5.7.1)"],
  [550, "Verification failed for <papers@example.org>: No Such User Here, Sender verify failed"],
  [554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"],
  [550, "Administrative prohibition"],
  [552, "5.2.2 mailbox full"],
  [550, "5.1.1 unknown user: unauthenticated relaying is off"],
  [554, "transaction failed"],
])(
  "a mail server that refuses everyone with “%i %s” stops nobody, and loses no email",
  async (code, message) => {
    expectErrors(/sending is paused/);
    await receiveEmails({ refuseRecipient: () => ({ code, message }) });
    await freezeIssueFor(20);
    const { sentence, bounced } = await sendAt(minutesAfter(1));
    expect(await countActive()).toBe(20);
    expect(bounced).toBe(0);
    expect(sentence).toContain(`Sending is paused until ${minutesAfter(61).toISOString()}.`);
    expect(sentence).toContain(`${code} ${message}`.slice(0, 40));
    const { deferred = 0, pending = 0 } = await countDeliveries(ISSUE);
    expect(deferred + pending).toBe(20);
    // Five are the limit, and four more may be under way over other connections.
    expect(deferred).toBeLessThanOrEqual(9);
    expect((await db().subscription.findMany()).every(({ bounceScore }) => bounceScore <= 1)).toBe(
      true,
    );

    const { emails } = await receiveEmails();
    await sendAt(minutesAfter(60));
    expect(emails).toEqual([]);
    await sendAt(minutesAfter(62));
    expect(listRecipients(emails)).toEqual(allAddresses(20));
    expect(await findPause(minutesAfter(62))).toBeNull();
  },
);

test("after the pause, one more refusal pauses again; the admin can resume at once", async () => {
  expectErrors(/sending is paused/);
  await receiveEmails({ refuseRecipient: () => ({ code: 550, message: "relay not permitted" }) });
  await freezeIssueFor(30);
  await sendAt(minutesAfter(1));
  const { pending: before = 0 } = await countDeliveries(ISSUE);
  await sendAt(minutesAfter(62));
  const { pending: after = 0 } = await countDeliveries(ISSUE);
  expect(before - after).toBeLessThanOrEqual(5);
  expect(await findPause(minutesAfter(63))).not.toBeNull();
  const { emails } = await receiveEmails();
  await resumeSending(minutesAfter(63));
  await sendAt(minutesAfter(63));
  expect(listRecipients(emails)).toEqual(allAddresses(30));
});

test("an accepted email between refusals resets their count, and each refusal is judged by itself", async () => {
  const answers: Record<string, { code: number; message: string }> = {
    "reader-0@example.org": { code: 550, message: "5.1.1 no such user" },
    "reader-2@example.org": { code: 550, message: "reader-2@example.org: Recipient not found" },
    "reader-4@example.org": { code: 552, message: "5.2.2 mailbox full" },
    "reader-6@example.org": { code: 550, message: "5.7.1 blocked by policy" },
    "reader-8@example.org": { code: 550, message: "mailbox unavailable" },
  };
  await receiveEmails({ refuseRecipient: (address) => answers[address] });
  await freezeIssueFor(10);
  await sendAt(minutesAfter(1));
  const stopped = await db().subscription.findMany({ where: { state: "stopped" } });
  expect(stopped.map(({ id }) => id)).toEqual(["reader-0", "reader-2"]);
  expect(stopped.every(({ stoppedBy }) => stoppedBy === "refused")).toBe(true);
  const full = await db().subscription.findUniqueOrThrow({ where: { id: "reader-4" } });
  expect(full).toMatchObject({ state: "active", bounceScore: 1, bouncedOn: "2026-03-05" });
  expect(await countDeliveries(ISSUE)).toEqual({ sent: 5, bounced: 5 });
  expect(await findPause(minutesAfter(1))).toBeNull();
});

test("a full mailbox stops its subscription after five days, as other temporary bounces do", async () => {
  await receiveEmails({
    refuseRecipient: () => ({ code: 552, message: "5.2.2 mailbox full" }),
  });
  await makeSubscription("reader-0", { bounceScore: 4, bouncedOn: "2026-03-04" });

  await makeIssue([PAPER]);
  await sendAt(minutesAfter(1));
  expect(await db().subscription.findFirst()).toMatchObject({
    state: "stopped",
    stoppedBy: "bouncing",
  });
});
