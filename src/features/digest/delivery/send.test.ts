import { getDeliveryStates, minutesAfter, receiveEmails } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import {
  findDelivery,
  freezeIssueFor,
  listRecipients,
  PAPER,
  sendAt,
  subscriberNames,
} from "@tests/sending";
import { expectErrors } from "@tests/set-up";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { parseBounceAddress } from "@/features/digest/email/verp";
import { findSender } from "./queries";

const readMessageIds = async (emails: { raw: string }[]) =>
  Promise.all(emails.map(async ({ raw }) => (await simpleParser(raw)).messageId));

test("everyone gets one email, and a second run has nothing to do", async () => {
  const { emails } = await receiveEmails();
  await freezeIssueFor(12);
  expect(await sendAt()).toMatchObject({ sent: 12, sentence: "Sent 12 emails." });
  expect((await sendAt(minutesAfter(2))).sentence).toBe("No email was due.");
  expect(listRecipients(emails)).toEqual(
    subscriberNames(12)
      .map((id) => `${id}@example.org`)
      .toSorted(),
  );
  expect(new Set(await readMessageIds(emails)).size).toBe(12);
  expect(await findDelivery()).toMatchObject({
    state: "sent",
    attempts: 1,
    uncertainAttempts: 0,
    readyAt: null,
    fence: null,
    attemptLog: "[]",
    firstTriedAt: minutesAfter(1),
    settledAt: minutesAfter(1),
    answer: "250 taken",
  });
  expect(await findSender()).toMatchObject({ leaseOwner: null, leaseUntil: null, failures: 0 });
});

test("the return path names the subscription if MAIL_BOUNCES is set; otherwise it is the site's address", async () => {
  const { emails } = await receiveEmails();
  await freezeIssueFor(1);
  await sendAt();
  expect(emails[0]?.from).toBe("papers@example.org");

  useEnv({ ...env(), mail: { ...env().mail, bounces: "bounces@example.org" } });
  await db().delivery.updateMany({ data: { state: "pending", readyAt: NOW } });
  await sendAt(minutesAfter(2));
  const { from = "", to = [] } = emails[1] ?? {};
  expect(from).toMatch(/^bounces\+[a-z0-9]+@example\.org$/);
  expect(parseBounceAddress(from, env().secret)).toBe("reader-0");
  expect(to).toEqual(["reader-0@example.org"]);
});

test("an email that was sent but could not be recorded is uncertain, and the others are finished", async () => {
  const { emails } = await receiveEmails();
  await freezeIssueFor(5);
  await db().$executeRaw`CREATE TRIGGER "broken" BEFORE UPDATE ON "Delivery"
    WHEN NEW."state" = 'sent' AND NEW."subscriptionId" = 'reader-0'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`;
  await expect(sendAt()).rejects.toThrow("the disk is full");
  expect(await getDeliveryStates()).toMatchObject({ "reader-0": "sending" });
  expect(Object.values(await getDeliveryStates())).not.toContain("pending");
  await db().$executeRaw`DROP TRIGGER "broken"`;
  await sendAt(minutesAfter(2));
  expect(Object.values(await getDeliveryStates())).toEqual(Array(5).fill("sent"));
  expect(emails).toHaveLength(6);
  expect(new Set(await readMessageIds(emails)).size).toBe(5);
});

test("a selection that can't be rendered does not delay other emails", async () => {
  expectErrors(/could not be composed/);
  const { emails } = await receiveEmails();
  await freezeIssueFor(2);
  await makeSubscription("unlucky");
  const issueId = (await findDelivery()).issueId;
  const selection = { subject: "S", reason: "W", issueId };
  await db().digestSelection.create({ data: { id: "broken", papers: "nonsense", ...selection } });
  await db().digestSelection.create({
    data: { id: "whole", papers: JSON.stringify([PAPER]), ...selection },
  });
  await db().delivery.create({
    data: {
      issueId,
      subscriptionId: "unlucky",
      selectionId: "broken",
      date: "2026-03-05",
      state: "pending",
      readyAt: NOW,
    },
  });
  expect(await sendAt()).toMatchObject({ sent: 2, deferred: 1 });
  expect(emails).toHaveLength(2);
  expect(await findDelivery("unlucky")).toMatchObject({
    state: "deferred",
    readyAt: minutesAfter(2),
  });
});
