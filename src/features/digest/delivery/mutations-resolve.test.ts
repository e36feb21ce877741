import { hoursAfter, makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { parseAttemptLog } from "@/features/digest/admin/queries-deliveries";
import { undoStop } from "@/features/digest/subscription/mutations";
import { markUncertainAsSent, resendUncertain } from "./mutations-resolve";
import { resumeSending } from "./mutations-sender";

const LOST = "the connection was lost";

async function makeUncertainIssue(): Promise<string> {
  for (const id of ["a", "b", "c"]) await makeSubscription(id);
  const { issueId } = await makeIssue([]);
  const uncertain = { state: "unknown" as const, readyAt: null, answer: LOST, firstTriedAt: NOW };
  const of = { issueId, subscriptionId: { in: ["a", "b"] } };
  await db().delivery.updateMany({
    where: of,
    data: { ...uncertain, attempts: 2, settledAt: NOW },
  });
  return issueId;
}

const readDelivery = (subscriptionId: string) =>
  db().delivery.findFirstOrThrow({ where: { subscriptionId } });

test("one uncertain email is sent again; the others stay, and the attempt log keeps the earlier attempt", async () => {
  const issueId = await makeUncertainIssue();
  const later = hoursAfter(1);
  expect(await resendUncertain({ issueId, subscriptionId: "a" }, later)).toBe(1);
  const { attemptLog, ...delivery } = await readDelivery("a");
  expect(delivery).toMatchObject({
    state: "pending",
    attempts: 2,
    readyAt: later,
    settledAt: null,
  });
  expect(parseAttemptLog(attemptLog).map(({ at, answer }) => [new Date(at), answer])).toEqual([
    [NOW, LOST],
  ]);
  expect(await readDelivery("b")).toMatchObject({ state: "unknown", attemptLog: "[]" });
});

test("all uncertain deliveries of an issue are counted as sent; the others do not change", async () => {
  const issueId = await makeUncertainIssue();
  const later = hoursAfter(1);
  expect(await markUncertainAsSent({ issueId }, later)).toBe(2);
  for (const id of ["a", "b"]) {
    expect(await readDelivery(id)).toMatchObject({
      state: "sent",
      readyAt: null,
      settledAt: later,
    });
  }
  expect(await readDelivery("c")).toMatchObject({
    state: "pending",
    answer: null,
    attemptLog: "[]",
  });
});

test("a second call, or one for another issue, does nothing", async () => {
  const issueId = await makeUncertainIssue();
  expect(await resendUncertain({ issueId: "another" }, NOW)).toBe(0);
  expect(await resendUncertain({ issueId, subscriptionId: "c" }, NOW)).toBe(0);
  await markUncertainAsSent({ issueId }, NOW);
  expect(await resendUncertain({ issueId }, NOW)).toBe(0);
  expect(await readDelivery("a")).toMatchObject({ state: "sent" });
});

test("only a stopped subscription can be made active again, once, for what is due from then on", async () => {
  const stop = { stoppedAt: NOW, stoppedBy: "bouncing" as const, stopAnswer: "552 full" };
  await makeSubscription("full", {
    state: "stopped",
    ...stop,
    bounceScore: 4,
    bouncedOn: "2026-03-05",
  });
  await makeSubscription("gone", { state: "unsubscribed" });
  const later = hoursAfter(1);
  expect(await undoStop("full", later)).toBe(true);
  expect(await db().subscription.findUniqueOrThrow({ where: { id: "full" } })).toMatchObject({
    state: "active",
    scheduledAt: later,
    bounceScore: 0,
    bouncedOn: null,
    stoppedAt: null,
    stoppedBy: null,
    stopAnswer: null,
  });
  expect(await undoStop("full", later)).toBe(false);
  expect(await undoStop("gone", later)).toBe(false);
  expect(await db().subscription.findUniqueOrThrow({ where: { id: "gone" } })).toMatchObject({
    state: "unsubscribed",
  });
});

test("resuming ends a pause and resets the count of failures; without a pause it does nothing", async () => {
  await resumeSending(NOW);
  expect(await db().sender.count()).toBe(0);
  const pause = { pausedUntil: hoursAfter(1), pauseReason: "refused", failures: 20, fence: 7 };
  await db().sender.create({ data: { name: "digest", ...pause } });
  await resumeSending(NOW);
  expect(await db().sender.findFirst()).toMatchObject({
    pausedUntil: null,
    pauseReason: null,
    failures: 0,
    fence: 7,
  });
});
