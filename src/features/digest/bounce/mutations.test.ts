import { getDeliveryStates, makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { others } from "@tests/returned-complaints";
import { createReturned } from "@tests/returned-mails";
import { shapes } from "@tests/returned-shapes";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { undoStop, unsubscribe } from "@/features/digest/subscription/mutations";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";
import { DAY } from "@/lib/duration";
import { recordBounce } from "./mutations";

const daysAfter = (days: number) => new Date(NOW.getTime() + days * DAY);

const HARD = "Postfix, no such user";
const FULL = "an old Exim, in words";
const COMPLAINT = "Yahoo's complaint";
const POLICY = "Exchange, turned down by policy";
const AWAY = "an answer from the beach";

/** One of the made-up mails, for a reader's mail of an issue; `mark` makes it another mail. */
function returnedMail(
  name: string,
  { id = "reader-1", issue = "issue-1", mark = "" } = {},
): Buffer {
  const shape = { ...shapes, ...others }[name];
  if (!shape) throw new Error(`no mail is called ${name}`);
  return Buffer.from(`X-Mark: ${mark}\r\n${shape.mail(createReturned(id, undefined, issue))}`);
}

const readerNow = (id = "reader-1") => db().subscription.findUniqueOrThrow({ where: { id } });

/** An issue whose mails were all taken by the mail server. */
async function sentIssue(date: string) {
  const { issueId } = await makeIssue([], date);
  await db().delivery.updateMany({
    where: { issueId },
    data: { state: "sent", readyAt: null, settledAt: NOW, answer: "250 ok" },
  });
  return issueId;
}

describe("a mail that came back for good", () => {
  test("stops its reader at once, with the server's words, and nobody else", async () => {
    await makeSubscription();
    await makeSubscription("reader-2");
    expect(await recordBounce(returnedMail(HARD), NOW)).toEqual({ kind: "hard", reader: true });
    const { state, stoppedBy, stoppedAt, stopAnswer } = await readerNow();
    expect({ state, stoppedBy, stoppedAt }).toEqual({
      ...{ state: "stopped", stoppedBy: "bounced", stoppedAt: NOW },
    });
    expect(stopAnswer).toContain("User unknown in virtual mailbox table");
    expect((await readerNow("reader-2")).state).toBe("active");
  });

  test("is noted with its delivery, and with no other", async () => {
    await makeSubscription();
    await makeSubscription("reader-2");
    await sentIssue("2026-03-03");
    const issue = await sentIssue("2026-03-04");
    await sentIssue("2026-03-05");
    await recordBounce(returnedMail(HARD, { issue }), NOW);
    const rows = await db().delivery.findMany({ where: { state: { not: "sent" } } });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ issueId: issue, subscriptionId: "reader-1", state: "bounced" });
    expect(rows[0]?.answer).toMatch(/^came back: 550 5\.1\.1/);
  });

  test("leaves a delivery alone that was never sent", async () => {
    await makeSubscription();
    const { issueId } = await makeIssue([]);
    await recordBounce(returnedMail(HARD, { issue: issueId }), NOW);
    expect(await getDeliveryStates()).toEqual({ "reader-1": "pending" });
  });
});

describe("the same mail again", () => {
  test("changes nothing, even after the stop was undone", async () => {
    await makeSubscription();
    const first = await recordBounce(returnedMail(HARD), NOW);
    await undoStop("reader-1", daysAfter(1));
    const before = await readerNow();
    expect(await recordBounce(returnedMail(HARD), daysAfter(2))).toEqual(first);
    expect(await readerNow()).toEqual(before);
    expect(await db().bounce.count()).toBe(1);
  });

  test("read by twenty at once counts once", async () => {
    await makeSubscription();
    const mail = returnedMail(FULL);
    const taken = await Promise.all(Array.from({ length: 20 }, () => recordBounce(mail, NOW)));
    expect(new Set(taken.map(({ kind }) => kind))).toEqual(new Set(["soft"]));
    expect(await db().bounce.count()).toBe(1);
    expect((await readerNow()).bounceScore).toBe(1);
  });
});

describe("a mail that came back and may arrive another time", () => {
  test("stops its reader on the fifth day, and is noted with its delivery", async () => {
    await makeSubscription();
    const issue = await sentIssue("2026-03-05");
    for (let day = 0; day < 4; day += 1) {
      await recordBounce(returnedMail(FULL, { issue, mark: `${day}` }), daysAfter(day));
      await recordBounce(returnedMail(FULL, { issue, mark: `${day} again` }), daysAfter(day));
    }
    expect(await readerNow()).toMatchObject({ state: "active", bounceScore: 4 });
    await recordBounce(returnedMail(FULL, { mark: "last" }), daysAfter(4));
    expect(await readerNow()).toMatchObject({ state: "stopped", stoppedBy: "bouncing" });
    expect(await getDeliveryStates()).toEqual({ "reader-1": "bounced" });
  });
});

test("a receiver's policy is no reader's fault: noted with the delivery, and stops nobody", async () => {
  await makeSubscription();
  const issue = await sentIssue("2026-03-05");
  for (let day = 0; day < 7; day += 1) {
    await recordBounce(returnedMail(POLICY, { issue, mark: `${day}` }), daysAfter(day));
  }
  expect(await readerNow()).toMatchObject({ state: "active", bounceScore: 0 });
  expect(await getDeliveryStates()).toEqual({ "reader-1": "bounced" });
});

test("a complaint stops its reader at once; the delivery did arrive", async () => {
  await makeSubscription();
  const issue = await sentIssue("2026-03-05");
  await recordBounce(returnedMail(COMPLAINT, { issue }), NOW);
  expect(await readerNow()).toMatchObject({ state: "stopped", stoppedBy: "complained" });
  expect(await getDeliveryStates()).toEqual({ "reader-1": "sent" });
});

describe("what says nothing about the address", () => {
  test("an automatic answer is kept and changes nothing", async () => {
    await makeSubscription();
    const before = await readerNow();
    expect(await recordBounce(returnedMail(AWAY), NOW)).toEqual({ kind: "ignored", reader: true });
    expect(await readerNow()).toEqual(before);
    expect(await db().bounce.count({ where: { subscriptionId: "reader-1" } })).toBe(1);
  });

  test("of a mail for a reader of whom nothing is left nothing is kept", async () => {
    await makeSubscription();
    const issue = await sentIssue("2026-03-05");
    await deleteSubscription("reader-1", NOW);
    for (const id of ["reader-1", "nobody"]) {
      const gone = returnedMail(HARD, { id, issue });
      expect(await recordBounce(gone, NOW)).toEqual({ kind: "ignored", reader: false });
    }
    const kept = { subscriptionId: null, kind: "ignored", status: null, answer: null, raw: "" };
    expect(await db().bounce.findMany()).toMatchObject([kept, kept]);
    expect(await db().delivery.findFirst()).toMatchObject({ state: "sent", answer: null });
  });

  test("who has left stays so", async () => {
    await makeSubscription();
    await unsubscribe("reader-1", NOW);
    await recordBounce(returnedMail(HARD), NOW);
    await recordBounce(returnedMail(COMPLAINT), NOW);
    expect((await readerNow()).state).toBe("unsubscribed");
    expect(await undoStop("reader-1", NOW)).toBe(false);
  });
});

test("a stop that is undone leaves nothing held against the reader", async () => {
  await makeSubscription();
  await recordBounce(returnedMail(FULL), NOW);
  await recordBounce(returnedMail(HARD), NOW);
  expect(await undoStop("reader-1", daysAfter(1))).toBe(true);
  expect(await readerNow()).toMatchObject({
    ...{ state: "active", scheduledAt: daysAfter(1), bounceScore: 0, bouncedOn: null },
    ...{ stoppedAt: null, stoppedBy: null, stopAnswer: null },
  });
  expect(await undoStop("reader-1", daysAfter(1))).toBe(false);
});

test("of a large mail the first 64 kB are kept, whole characters of it, and no zero bytes", async () => {
  await makeSubscription();
  const more = Buffer.from(`\r\n\0${"é".repeat(450_000)}`);
  await recordBounce(Buffer.concat([returnedMail(FULL), more]), NOW);
  const { raw } = await db().bounce.findFirstOrThrow();
  expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(64 * 1024);
  expect(Buffer.byteLength(raw)).toBeGreaterThan(63 * 1024);
  expect(raw).toMatch(/\r\né{20000,}$/);
  expect(raw).not.toContain("\0");
});

test("of what names nobody here nothing is kept but that it came", async () => {
  await recordBounce(Buffer.alloc(500_000, 0xff), NOW);
  expect(await db().bounce.findFirstOrThrow()).toMatchObject({ kind: "ignored", raw: "" });
});
