import { countDeliveries, hoursAfter, minutesAfter, receiveEmails } from "@tests/digest";
import { NOW } from "@tests/factories";
import { createSimulatedClock, freezeIssueFor, listRecipients, sendAt } from "@tests/sending";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { unsubscribe } from "@/features/digest/subscription/mutations";
import { findSender } from "./queries";
import { computeSendTime } from "./throttle";

const setRate = (rate: number) => useEnv({ ...env(), mail: { ...env().mail, rate } });

const listClaimTimes = async () =>
  (await db().delivery.findMany({ where: { claimedAt: { not: null } } }))
    .map(({ claimedAt }) => claimedAt?.getTime() ?? 0)
    .toSorted();

test("sixty emails a minute are a second apart, whatever the number of connections", async () => {
  await receiveEmails();
  await freezeIssueFor(20);
  setRate(60);
  const clock = createSimulatedClock();
  expect(await sendAt(NOW, clock)).toMatchObject({ sent: 20 });
  expect(clock.seconds()).toBe(19);
  const times = await listClaimTimes();
  expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual(
    Array(19).fill(1000),
  );
});

test("after a restart another sender continues at the same rate", async () => {
  await receiveEmails();
  await freezeIssueFor(12);
  setRate(6);
  const clock = createSimulatedClock();
  let asked = 0;
  const isStopping = () => asked++ > 30;
  await sendAt(NOW, { ...clock, isStopping, leaseOwner: "elsewhere:1:a" });
  expect((await countDeliveries("issue-2026-03-05")).pending).toBeGreaterThan(0);
  await sendAt(NOW, { ...clock, leaseOwner: "elsewhere:2:b" });
  const times = await listClaimTimes();
  expect(times).toHaveLength(12);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
});

test("a subscriber who unsubscribes during the wait gets no email", async () => {
  const { emails } = await receiveEmails();
  await freezeIssueFor(2);
  setRate(1);
  const clock = createSimulatedClock();
  const sleep = async (milliseconds: number) => {
    await clock.sleep(milliseconds);
    if (clock.seconds() > 30) await unsubscribe("reader-1", clock.now());
  };
  expect(await sendAt(NOW, { ...clock, sleep })).toMatchObject({ sent: 1, skipped: 1 });
  expect(listRecipients(emails)).toEqual(["reader-0@example.org"]);
});

test("a wait ends as soon as the process is asked to stop", async () => {
  await receiveEmails();
  await freezeIssueFor(2);
  setRate(1 / 60);
  const clock = createSimulatedClock();
  const report = await sendAt(NOW, { ...clock, isStopping: () => clock.seconds() > 5 });
  expect(report.sentence).toBe("Stopped as asked: the next run sends the rest. Sent 1 email.");
  expect(clock.seconds()).toBeLessThan(6);
  expect((await findSender())?.leaseOwner).toBeNull();
});

test("times are evenly spaced, unused ones are not saved up, and a clock that jumped back causes no wait", () => {
  const first = computeSendTime(null, NOW, 30);
  expect(first).toEqual({ at: NOW, rateAt: minutesAfter(1 / 30) });
  expect(computeSendTime(first.rateAt, NOW, 30).at).toEqual(minutesAfter(1 / 30));
  expect(computeSendTime(first.rateAt, hoursAfter(1), 30).at).toEqual(hoursAfter(1));
  expect(computeSendTime(hoursAfter(24), NOW, 30).at).toEqual(NOW);
});
