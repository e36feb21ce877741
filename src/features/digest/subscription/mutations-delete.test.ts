import { countDeliveries, getDeliveryStates, hoursAfter, makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { getSenderLease } from "@tests/sending";
import { readEveryCell } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { claimDelivery, recordNotSent, recordSent } from "@/features/digest/delivery/mutations";
import { collectPersonalData } from "./export";
import { requestSubscription, unsubscribe } from "./mutations";
import { requestAddressChange } from "./mutations-address";
import { deleteSubscription } from "./mutations-delete";
import { findSubscription } from "./queries";

const EMAIL = "ada.lovelace@example.net";
const STATES = ["sent", "pending", "deferred", "sending", "bounced", "unknown", "skipped"] as const;

/** Creates a subscriber with a row in every table. */
async function makeSubscriberWithRows(): Promise<string> {
  const id = await makeSubscription("known", {
    email: EMAIL,
    topics: '{"excluded":["survey"],"keywords":["rare disease"]}',
    stopAnswer: `550 <${EMAIL}> unknown`,
  });
  for (const [index, state] of STATES.entries()) {
    const { id: issueId } = await makeIssue([], `2026-03-0${index + 1}`);
    const selection = { issueId, subject: "of rare disease", reason: "your topics", papers: "[]" };
    await db().digestSelection.create({ data: { id: `own-${index}`, ...selection } });
    await db().delivery.updateMany({
      where: { issueId, subscriptionId: id },
      data: {
        state,
        selectionId: `own-${index}`,
        answer: `450 <${EMAIL}> later`,
        attemptLog: JSON.stringify([{ at: NOW, answer: `<${EMAIL}>` }]),
        readyAt: state === "pending" || state === "deferred" ? NOW : null,
      },
    });
  }
  await db().bounce.create({
    data: {
      id: "bounce",
      rawHash: "hash",
      subscriptionId: id,
      kind: "hard",
      status: "5.1.1",
      receivedAt: NOW,
      raw: `To: ${EMAIL}`,
      answer: `550 <${EMAIL}>`,
    },
  });
  await requestAddressChange(id, "ada.king@example.net", NOW);
  return id;
}

test("no cell contains the address any more, and no row connects the subscriber to their topics", async () => {
  const id = await makeSubscriberWithRows();
  expect(readEveryCell()).toContain("ada.");
  await deleteSubscription(id, hoursAfter(1));
  expect(readEveryCell()).not.toMatch(/ada\.|lovelace/i);
  const row = await db().subscription.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ state: "deleted", email: "deleted:known", topics: "{}" });
  const deliveries = await db().delivery.findMany({ where: { subscriptionId: id } });
  expect(deliveries.every(({ selectionId, issueId }) => selectionId === issueId)).toBe(true);
});

test("the numbers of every issue still add up; deliveries that were still due are skipped", async () => {
  const id = await makeSubscriberWithRows();
  await deleteSubscription(id, hoursAfter(1));
  const issues = await db().digestIssue.findMany({ orderBy: { date: "asc" } });
  const counts = await Promise.all(issues.map((issue) => countDeliveries(issue.id)));
  expect(issues.map(({ deliveryCount }) => deliveryCount)).toEqual(STATES.map(() => 1));
  const expected = STATES.map((state) =>
    state === "pending" || state === "deferred" ? { skipped: 1 } : { [state]: 1 },
  );
  expect(counts).toEqual(expected);
  const open = await db().delivery.count({ where: { readyAt: { not: null } } });
  expect(open).toBe(0);
});

test("the mail server's answer to an email under way isn't stored: it repeats the address", async () => {
  await makeSubscription("known", { email: EMAIL });
  await makeSubscription("other", { email: "ada.other@example.net" });
  await makeIssue([]);
  const lease = await getSenderLease();
  const claims = [await claimDelivery(lease, NOW), await claimDelivery(lease, NOW)];
  await deleteSubscription("known", NOW);
  await deleteSubscription("other", NOW);
  for (const claim of claims) {
    if (claim?.subscriptionId === "known") {
      await recordSent(claim, { answer: `250 <${EMAIL}> ok`, now: NOW });
    } else if (claim) {
      const failed = {
        state: "deferred",
        answer: `450 <${EMAIL}>`,
        now: NOW,
        readyAt: NOW,
      } as const;
      expect(await recordNotSent(lease, claim, failed)).toBe(true);
    }
  }
  expect(await getDeliveryStates()).toEqual({ known: "sent", other: "deferred" });
  expect(readEveryCell()).not.toMatch(/ada\.|lovelace/i);
});

test("deleting is idempotent, final, and touches no other subscription", async () => {
  const other = await makeSubscription("other");
  const before = await db().subscription.findUniqueOrThrow({ where: { id: other } });
  const id = await makeSubscriberWithRows();
  await deleteSubscription(id, NOW);
  const row = await db().subscription.findUniqueOrThrow({ where: { id } });
  await deleteSubscription(id, hoursAfter(1));
  await deleteSubscription("nobody", NOW);
  expect(await unsubscribe(id, NOW)).toBe(false);
  expect(await db().subscription.findUniqueOrThrow({ where: { id } })).toEqual(row);
  expect(await db().subscription.findUniqueOrThrow({ where: { id: other } })).toEqual(before);
  expect(await findSubscription(id)).toBeNull();
});

test("the address can subscribe again, as a new subscription", async () => {
  const id = await makeSubscriberWithRows();
  await deleteSubscription(id, NOW);
  await requestSubscription(EMAIL, { timeZone: "UTC", now: NOW });
  const row = await db().subscription.findUniqueOrThrow({ where: { email: EMAIL } });
  expect(row.id).not.toBe(id);
  expect(row.state).toBe("pending");
});

test("before that, a subscriber can download everything stored: row, preferences, emails, bounces, address change", async () => {
  const id = await makeSubscriberWithRows();
  const data = await collectPersonalData(id);
  expect(data).toMatchObject({
    address: EMAIL,
    state: "active",
    choices: {
      howOften: "Every day",
      hour: "07:00",
      topics: { keywords: ["rare disease"], without: ["survey"] },
    },
    addressChange: { email: "ada.king@example.net" },
    bounces: [{ kind: "hard", status: "5.1.1", answer: `550 <${EMAIL}>` }],
  });
  expect(data?.mails.map(({ date }) => date)).toEqual(
    STATES.map((_, index) => `2026-03-0${index + 1}`).toReversed(),
  );
  expect(JSON.stringify(data)).not.toMatch(/token|hash/i);
  expect(await collectPersonalData("nobody")).toBeNull();
});
