import { countDeliveries, getDeliveryStates, minutesAfter, receiveEmails } from "@tests/digest";
import { NOW } from "@tests/factories";
import {
  findDelivery,
  freezeIssueFor,
  listRecipients,
  sendAt,
  subscriberNames,
} from "@tests/sending";
import { expect, test } from "vitest";
import { POST } from "@/app/api/unsubscribe/[token]/route";
import { db } from "@/db/client";
import { getLeaseOwner } from "@/db/lease-owner";
import { env } from "@/env";
import { findSender } from "@/features/digest/delivery/queries";
import { unsubscribe } from "@/features/digest/subscription/mutations";
import { createUnsubscribeToken } from "@/features/digest/subscription/tokens";

const ISSUE = "issue-2026-03-05";

/** Sends the request of a mail program whose user presses "unsubscribe" (RFC 8058). */
async function pressUnsubscribe(id: string): Promise<void> {
  const token = createUnsubscribeToken(id, env().secret);
  const request = new Request(`https://papers.example.org/api/unsubscribe/${token}`, {
    method: "POST",
    body: "List-Unsubscribe=One-Click",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  const answer = await POST(request, { params: Promise.resolve({ token }) });
  expect(answer.status).toBe(200);
}

test("once the POST is answered, no email to that subscriber is begun, even during a run", async () => {
  const leavers = new Set(subscriberNames(30).slice(10));
  let left = false;
  const held = new Set<string>();
  const begun: string[] = [];
  await receiveEmails({
    // Called when an email begins.
    refuseRecipient(address) {
      const id = address.replace(/@.*/, "");
      if (left && leavers.has(id) && !held.has(id)) begun.push(id);
      return undefined;
    },
    async afterData() {
      if (left) return undefined;
      for (const id of leavers) await pressUnsubscribe(id);
      // Deliveries claimed before the last POST was answered may still be sent: five at most.
      for (const row of await db().delivery.findMany({ where: { claimedAt: { not: null } } })) {
        held.add(row.subscriptionId);
      }
      left = true;
      return undefined;
    },
  });
  await freezeIssueFor(30);
  const report = await sendAt();
  expect(begun).toEqual([]);
  const counts = await countDeliveries(ISSUE);
  expect(counts).toEqual({ sent: report.sent, skipped: 30 - report.sent });
  expect(report.sent).toBeLessThanOrEqual(15);
});

test("after unsubscribing between two attempts, the second is not made", async () => {
  let refusals = 0;
  const { emails } = await receiveEmails({
    refuseRecipient: () => (refusals++ === 0 ? { code: 451, message: "later" } : undefined),
  });
  await freezeIssueFor(1);
  await sendAt(minutesAfter(1));
  await unsubscribe("reader-0", NOW);
  await sendAt(minutesAfter(30));
  expect(emails).toEqual([]);
  expect(await findDelivery()).toMatchObject({
    state: "skipped",
    answer: "the subscriber has unsubscribed",
    attempts: 1,
    attemptLog: expect.stringContaining("451 later"),
  });
});

test("a process that is asked to stop finishes the emails it has begun, begins no other, and releases the lease", async () => {
  let asked = false;
  let underWay = 0;
  let leaseOwner: string | null | undefined;
  const { emails } = await receiveEmails({
    refuseRecipient() {
      underWay += 1;
      return undefined;
    },
    async afterData() {
      if (!asked) leaseOwner = (await findSender())?.leaseOwner;
      asked = true;
      // The mail server is slow.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return undefined;
    },
  });
  await freezeIssueFor(30);
  const report = await sendAt(minutesAfter(1), { isStopping: () => asked });
  expect(report.sentence).toContain("Stopped as asked: the next run sends the rest.");
  expect(emails).toHaveLength(underWay);
  expect(await countDeliveries(ISSUE)).toEqual({
    sent: emails.length,
    pending: 30 - emails.length,
  });
  expect(leaseOwner).toBe(getLeaseOwner());
  expect((await findSender())?.leaseOwner).toBeNull();

  const second = await receiveEmails();
  await sendAt(minutesAfter(2));
  expect(listRecipients([...emails, ...second.emails])).toHaveLength(30);
  expect(new Set(listRecipients([...emails, ...second.emails])).size).toBe(30);
});

test("of two runs at once one sends, and the other says who is sending", async () => {
  const { emails } = await receiveEmails();
  await freezeIssueFor(10);
  const runs = await Promise.all([
    sendAt(minutesAfter(1), { leaseOwner: "elsewhere:1:a" }),
    sendAt(minutesAfter(1), { leaseOwner: "elsewhere:2:b" }),
  ]);
  expect(emails).toHaveLength(10);
  expect(runs.map(({ sent }) => sent).toSorted((a, b) => a - b)).toEqual([0, 10]);
  const idle = runs.find(({ sent }) => sent === 0);
  expect(idle?.sentence).toMatch(
    /^(Another process is sending the digest: elsewhere|No email was due)/,
  );
  expect(await getDeliveryStates()).toEqual(
    Object.fromEntries(
      subscriberNames(10)
        .toSorted()
        .map((id) => [id, "sent"]),
    ),
  );
});
