import { createReturnedEmail } from "@tests/bounce-samples/build";
import { otherSamples } from "@tests/bounce-samples/complaints";
import { bounceSamples } from "@tests/bounce-samples/mail-servers";
import { getDeliveryStates, makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { undoStop, unsubscribe } from "@/features/digest/subscription/mutations";
import { deleteSubscription } from "@/features/digest/subscription/mutations-delete";
import { DAY } from "@/lib/duration";
import { recordBounce } from "./mutations";

const daysAfter = (days: number) => new Date(NOW.getTime() + days * DAY);

const NO_SUCH_USER = "Postfix, no such user";
const MAILBOX_FULL = "old Exim, plain text";
const COMPLAINT = "Yahoo complaint";
const POLICY = "Exchange, policy refusal";
const VACATION = "vacation reply";

/** Builds one of the samples for a subscription's email of an issue. `variant` makes it a different email. */
function buildBounce(
  name: string,
  { id = "reader-1", issue = "issue-1", variant = "" } = {},
): Buffer {
  const sample = { ...bounceSamples, ...otherSamples }[name];
  if (!sample) throw new Error(`no sample is called ${name}`);
  return Buffer.from(
    `X-Variant: ${variant}\r\n${sample.build(createReturnedEmail(id, undefined, issue))}`,
  );
}

const getSubscription = (id = "reader-1") => db().subscription.findUniqueOrThrow({ where: { id } });

/** Makes an issue all of whose emails the mail server has accepted. */
async function makeSentIssue(date: string) {
  const { issueId } = await makeIssue([], date);
  await db().delivery.updateMany({
    where: { issueId },
    data: { state: "sent", readyAt: null, settledAt: NOW, answer: "250 ok" },
  });
  return issueId;
}

describe("a permanent bounce", () => {
  test("stops its subscription at once, with the server's answer, and no other", async () => {
    await makeSubscription();
    await makeSubscription("reader-2");
    expect(await recordBounce(buildBounce(NO_SUCH_USER), NOW)).toEqual({
      kind: "hard",
      isOurs: true,
    });
    const { state, stoppedBy, stoppedAt, stopAnswer } = await getSubscription();
    expect({ state, stoppedBy, stoppedAt }).toEqual({
      state: "stopped",
      stoppedBy: "bounced",
      stoppedAt: NOW,
    });
    expect(stopAnswer).toContain("User unknown in virtual mailbox table");
    expect((await getSubscription("reader-2")).state).toBe("active");
  });

  test("marks its delivery as bounced, and no other", async () => {
    await makeSubscription();
    await makeSubscription("reader-2");
    await makeSentIssue("2026-03-03");
    const issue = await makeSentIssue("2026-03-04");
    await makeSentIssue("2026-03-05");
    await recordBounce(buildBounce(NO_SUCH_USER, { issue }), NOW);
    const rows = await db().delivery.findMany({ where: { state: { not: "sent" } } });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ issueId: issue, subscriptionId: "reader-1", state: "bounced" });
    expect(rows[0]?.answer).toMatch(/^came back: 550 5\.1\.1/);
  });

  test("does not change a delivery that was never sent", async () => {
    await makeSubscription();
    const { issueId } = await makeIssue([]);
    await recordBounce(buildBounce(NO_SUCH_USER, { issue: issueId }), NOW);
    expect(await getDeliveryStates()).toEqual({ "reader-1": "pending" });
  });
});

describe("the same email again", () => {
  test("changes nothing, even after the stop was undone", async () => {
    await makeSubscription();
    const first = await recordBounce(buildBounce(NO_SUCH_USER), NOW);
    await undoStop("reader-1", daysAfter(1));
    const before = await getSubscription();
    expect(await recordBounce(buildBounce(NO_SUCH_USER), daysAfter(2))).toEqual(first);
    expect(await getSubscription()).toEqual(before);
    expect(await db().bounce.count()).toBe(1);
  });

  test("recorded twenty times at once counts once", async () => {
    await makeSubscription();
    const email = buildBounce(MAILBOX_FULL);
    const recorded = await Promise.all(Array.from({ length: 20 }, () => recordBounce(email, NOW)));
    expect(new Set(recorded.map(({ kind }) => kind))).toEqual(new Set(["soft"]));
    expect(await db().bounce.count()).toBe(1);
    expect((await getSubscription()).bounceScore).toBe(1);
  });
});

describe("a temporary bounce", () => {
  test("stops its subscription on the fifth day, and marks its delivery as bounced", async () => {
    await makeSubscription();
    const issue = await makeSentIssue("2026-03-05");
    for (let day = 0; day < 4; day += 1) {
      await recordBounce(buildBounce(MAILBOX_FULL, { issue, variant: `${day}` }), daysAfter(day));
      await recordBounce(
        buildBounce(MAILBOX_FULL, { issue, variant: `${day} again` }),
        daysAfter(day),
      );
    }
    expect(await getSubscription()).toMatchObject({ state: "active", bounceScore: 4 });
    await recordBounce(buildBounce(MAILBOX_FULL, { variant: "last" }), daysAfter(4));
    expect(await getSubscription()).toMatchObject({ state: "stopped", stoppedBy: "bouncing" });
    expect(await getDeliveryStates()).toEqual({ "reader-1": "bounced" });
  });
});

test("a policy refusal marks its delivery as bounced, and stops no subscription", async () => {
  await makeSubscription();
  const issue = await makeSentIssue("2026-03-05");
  for (let day = 0; day < 7; day += 1) {
    await recordBounce(buildBounce(POLICY, { issue, variant: `${day}` }), daysAfter(day));
  }
  expect(await getSubscription()).toMatchObject({ state: "active", bounceScore: 0 });
  expect(await getDeliveryStates()).toEqual({ "reader-1": "bounced" });
});

test("a complaint stops its subscription at once; its delivery stays sent", async () => {
  await makeSubscription();
  const issue = await makeSentIssue("2026-03-05");
  await recordBounce(buildBounce(COMPLAINT, { issue }), NOW);
  expect(await getSubscription()).toMatchObject({ state: "stopped", stoppedBy: "complained" });
  expect(await getDeliveryStates()).toEqual({ "reader-1": "sent" });
});

describe("an email that is not about the address", () => {
  test("an automatic reply is stored and changes nothing", async () => {
    await makeSubscription();
    const before = await getSubscription();
    expect(await recordBounce(buildBounce(VACATION), NOW)).toEqual({
      kind: "ignored",
      isOurs: true,
    });
    expect(await getSubscription()).toEqual(before);
    expect(await db().bounce.count({ where: { subscriptionId: "reader-1" } })).toBe(1);
  });

  test("about a deleted or unknown subscription leaves only its arrival", async () => {
    await makeSubscription();
    const issue = await makeSentIssue("2026-03-05");
    await deleteSubscription("reader-1", NOW);
    for (const id of ["reader-1", "nobody"]) {
      const gone = buildBounce(NO_SUCH_USER, { id, issue });
      expect(await recordBounce(gone, NOW)).toEqual({ kind: "ignored", isOurs: false });
    }
    const kept = { subscriptionId: null, kind: "ignored", status: null, answer: null, raw: "" };
    expect(await db().bounce.findMany()).toMatchObject([kept, kept]);
    expect(await db().delivery.findFirst()).toMatchObject({ state: "sent", answer: null });
  });

  test("leaves an unsubscribed subscription unsubscribed", async () => {
    await makeSubscription();
    await unsubscribe("reader-1", NOW);
    await recordBounce(buildBounce(NO_SUCH_USER), NOW);
    await recordBounce(buildBounce(COMPLAINT), NOW);
    expect((await getSubscription()).state).toBe("unsubscribed");
  });
});

test("the first 64 kB of a large email are stored, in whole characters and without zero bytes", async () => {
  await makeSubscription();
  const more = Buffer.from(`\r\n\0${"é".repeat(450_000)}`);
  await recordBounce(Buffer.concat([buildBounce(MAILBOX_FULL), more]), NOW);
  const { raw } = await db().bounce.findFirstOrThrow();
  expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(64 * 1024);
  expect(Buffer.byteLength(raw)).toBeGreaterThan(63 * 1024);
  expect(raw).toMatch(/\r\né{20000,}$/);
  expect(raw).not.toContain("\0");
});

test("an email about no subscription leaves only its arrival", async () => {
  await recordBounce(Buffer.alloc(500_000, 0xff), NOW);
  expect(await db().bounce.findFirstOrThrow()).toMatchObject({ kind: "ignored", raw: "" });
});
