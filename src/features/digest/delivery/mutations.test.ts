import { getDeliveryStates, hoursAfter, minutesAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import { findDelivery, freezeIssueFor, getSenderLease, subscriberNames } from "@tests/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { Lease } from "@/db/lease";
import {
  type Claim,
  claimDelivery,
  recordNotSent,
  recordSent,
  recoverAbandoned,
} from "./mutations";
import { markUncertainAsSent, resendUncertain } from "./mutations-resolve";

let lease: Lease;
beforeEach(async () => {
  lease = await getSenderLease();
});

async function claim(now: Date = NOW): Promise<Claim> {
  const claimed = await claimDelivery(lease, now);
  if (!claimed) throw new Error("nothing was due");
  return claimed;
}

const updateSubscription = (id: string, data: object) =>
  db().subscription.update({ where: { id }, data });

describe("a claim", () => {
  test("returns the delivery that has been due for the longest time, and each delivery once", async () => {
    await freezeIssueFor(3);
    for (const [id, minutes] of [
      ["reader-1", -3],
      ["reader-2", -2],
    ] as const) {
      await db().delivery.updateMany({
        where: { subscriptionId: id },
        data: { readyAt: minutesAfter(minutes) },
      });
    }
    const order = [await claim(), await claim(), await claim()];
    expect(order.map(({ subscriptionId }) => subscriptionId)).toEqual([
      "reader-1",
      "reader-2",
      "reader-0",
    ]);
    expect(order[0]).toMatchObject({
      email: "reader-1@example.org",
      attempts: 1,
      firstTriedAt: NOW,
    });
    expect(await claimDelivery(lease, NOW)).toBeNull();
  });

  test("made thirty times at once returns a different delivery each time", async () => {
    await freezeIssueFor(30);
    const claims = await Promise.all(subscriberNames(30).map(() => claim()));
    expect(new Set(claims.map(({ subscriptionId }) => subscriptionId)).size).toBe(30);
  });

  test("does not return a delivery that is not due yet", async () => {
    await freezeIssueFor(1);
    expect(await claimDelivery(lease, minutesAfter(-0.5))).toBeNull();
  });

  test.each([
    [{ state: "unsubscribed" }, "the subscriber has unsubscribed"],
    [{ state: "deleted" }, "the subscriber has unsubscribed"],
    [{ state: "stopped" }, "email to this subscriber is stopped"],
    [{ pausedUntil: minutesAfter(1) }, "the subscriber has paused the digest"],
  ] as const)("skips a subscription with %o, and records why", async (change, answer) => {
    await freezeIssueFor(1);
    await updateSubscription("reader-0", change);
    expect(await claim()).toMatchObject({ state: "skipped" });
    expect(await findDelivery()).toMatchObject({
      state: "skipped",
      answer,
      settledAt: NOW,
      readyAt: null,
      fence: null,
      attempts: 0,
      claimedAt: null,
      firstTriedAt: null,
    });
  });

  test("returns the delivery of a subscriber whose pause is over", async () => {
    await freezeIssueFor(1);
    await updateSubscription("reader-0", { pausedUntil: NOW });
    expect(await claim()).toMatchObject({ state: "sending" });
  });

  test("skips an issue that is more than 24 hours old", async () => {
    await freezeIssueFor(1);
    await db().sender.updateMany({ data: { leaseUntil: hoursAfter(26) } });
    expect(await claim(hoursAfter(24))).toMatchObject({ state: "skipped" });
    expect((await findDelivery()).answer).toBe("the issue is more than 24 hours old");
  });

  test("returns null while all sending is paused", async () => {
    await freezeIssueFor(1);
    await db().sender.updateMany({ data: { pausedUntil: minutesAfter(0.5) } });
    expect(await claimDelivery(lease, NOW)).toBeNull();
    expect(await claim(minutesAfter(0.6))).toMatchObject({ state: "sending" });
  });

  test("keeps the answers of earlier attempts in the attempt log", async () => {
    await freezeIssueFor(1);
    for (const answer of ["451 first", "451 second"]) {
      const failed = { answer, now: NOW, readyAt: NOW };
      await recordNotSent(lease, await claim(), { state: "deferred", ...failed });
    }
    const { attemptLog, answer, attempts } = await findDelivery();
    expect({ answer, attempts }).toEqual({ answer: "451 second", attempts: 2 });
    const [first, ...more] = JSON.parse(attemptLog);
    expect(more).toEqual([]);
    expect(first.answer).toBe("451 first");
    expect(new Date(first.at)).toEqual(NOW);
  });
});

describe("a late 250 of a former owner", () => {
  const ACCEPTED = { answer: "250 taken", now: minutesAfter(3) };

  test.each(["pending", "sending", "deferred", "unknown", "skipped"] as const)(
    "makes a %s delivery sent",
    async (state) => {
      await freezeIssueFor(1);
      const held = await claim();
      const readyAt = state === "pending" || state === "deferred" ? NOW : null;
      await db().delivery.updateMany({
        data: { state, readyAt, fence: state === "sending" ? 9 : null },
      });
      await recordSent(held, ACCEPTED);
      expect(await findDelivery()).toMatchObject({ state: "sent", readyAt: null, fence: null });
    },
  );

  test("does not change a delivery that came back", async () => {
    await freezeIssueFor(1);
    const held = await claim();
    await db().delivery.updateMany({ data: { state: "bounced", answer: "550" } });
    await recordSent(held, ACCEPTED);
    expect(await findDelivery()).toMatchObject({ state: "bounced", answer: "550" });
  });
});

describe("a delivery left by a dead process", () => {
  const next = () => getSenderLease("elsewhere:2:b", minutesAfter(2));

  test("is due at once under the policy resend, and keeps its attempts", async () => {
    await freezeIssueFor(2);
    await claim();
    const newer = await next();
    expect(await recoverAbandoned(newer, "resend", minutesAfter(2))).toBe(1);
    expect(await getDeliveryStates()).toEqual({ "reader-0": "pending", "reader-1": "pending" });
    await claimDelivery(newer, minutesAfter(2));
    const again = await claimDelivery(newer, minutesAfter(2));
    expect(again).toMatchObject({
      subscriptionId: "reader-0",
      attempts: 2,
      uncertainAttempts: 1,
      firstTriedAt: NOW,
    });
  });

  test("stays uncertain if it may not be sent again", async () => {
    await freezeIssueFor(1);
    await claim();
    const newer = await next();
    await recoverAbandoned(newer, "resend", minutesAfter(2));
    await updateSubscription("reader-0", { state: "unsubscribed" });
    expect(await claimDelivery(newer, minutesAfter(2))).toMatchObject({ state: "unknown" });
    expect(await findDelivery()).toMatchObject({
      state: "unknown",
      answer: "the subscriber has unsubscribed",
      attempts: 1,
      readyAt: null,
      fence: null,
      settledAt: minutesAfter(2),
    });
  });

  test("is held for the admin under the policy hold, to be resent or counted as sent once", async () => {
    await freezeIssueFor(3);
    const [first, second] = [await claim(), await claim()];
    expect(await recoverAbandoned(await next(), "hold", minutesAfter(2))).toBe(2);
    expect(await resendUncertain(first, minutesAfter(3))).toBe(1);
    expect(await markUncertainAsSent(second, minutesAfter(3))).toBe(1);
    expect(await getDeliveryStates()).toEqual({
      "reader-0": "pending",
      "reader-1": "sent",
      "reader-2": "pending",
    });
    for (const settled of [first, second]) {
      expect(await resendUncertain(settled, NOW)).toBe(0);
      expect(await markUncertainAsSent(settled, NOW)).toBe(0);
    }
  });

  test("does not include those of the current owner", async () => {
    await freezeIssueFor(1);
    await claim();
    expect(await recoverAbandoned(lease, "resend", NOW)).toBe(0);
    expect(await getDeliveryStates()).toEqual({ "reader-0": "sending" });
  });
});
