import { countDeliveries, hoursAfter, minutesAfter, receiveEmails } from "@tests/digest";
import { startFaultyServer } from "@tests/faulty-server";
import { freezeIssueFor, sendAt } from "@tests/sending";
import { expect, onTestFinished, test } from "vitest";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { findPause, findSender } from "@/features/digest/delivery/queries";

const ISSUE = "issue-2026-03-05";

async function stopServer() {
  const server = await receiveEmails();
  await server.stop();
}

test("twenty refused connections in a row pause all sending for five minutes, and the summary says so", async () => {
  await stopServer();
  await freezeIssueFor(40);
  const { sentence, deferred } = await sendAt(minutesAfter(1));
  expect(sentence).toContain(`Sending is paused until ${minutesAfter(6).toISOString()}.`);
  expect(sentence).toContain("ECONNREFUSED");
  // Five were under way when the twentieth failed.
  expect(deferred).toBeGreaterThanOrEqual(20);
  expect(deferred).toBeLessThanOrEqual(24);
  expect((await countDeliveries(ISSUE)).pending).toBe(40 - deferred);

  await receiveEmails();
  expect((await sendAt(minutesAfter(5.9))).sent).toBe(0);
  expect((await sendAt(minutesAfter(6.1))).sent).toBe(40);
  expect(await findSender()).toMatchObject({ failures: 0, pausedUntil: null, pauseReason: null });
});

test("after the pause only a few deliveries are tried until one succeeds", async () => {
  await stopServer();
  await freezeIssueFor(60);
  const first = await sendAt(minutesAfter(1));
  const second = await sendAt(minutesAfter(7));
  expect(second.deferred).toBeLessThanOrEqual(5);
  const pending = 60 - first.deferred - second.deferred;
  expect(await countDeliveries(ISSUE)).toMatchObject({ pending });
});

test("any answer of a server resets the count of failures, even a refusal", async () => {
  await freezeIssueFor(1);
  await sendAt(minutesAfter(1));
  await db().sender.updateMany({ data: { failures: 19 } });
  await db().delivery.updateMany({ data: { state: "pending", readyAt: minutesAfter(1) } });
  await receiveEmails({ refuseRecipient: () => ({ code: 451, message: "not now" }) });
  await sendAt(minutesAfter(2));
  expect((await findSender())?.failures).toBe(0);
});

test("if the server is down for eleven hours, no email is lost", async () => {
  await stopServer();
  await freezeIssueFor(3);
  for (let minutes = 1; minutes < 11 * 60; minutes += 10) await sendAt(minutesAfter(minutes));
  await receiveEmails();
  await sendAt(hoursAfter(11));
  await sendAt(hoursAfter(12));
  expect(await countDeliveries(ISSUE)).toEqual({ sent: 3 });
});

test("a delivery is given up after twelve hours without a server, and its answer says so", async () => {
  await stopServer();
  await freezeIssueFor(1);
  for (let hours = 0; hours < 14; hours += 0.25) await sendAt(hoursAfter(hours));
  const { state, answer, attempts, attemptLog } = await db().delivery.findFirstOrThrow();
  expect(state).toBe("skipped");
  expect(answer).toMatch(/^given up after 12 hours; the last answer: .*ECONNREFUSED/);
  expect(JSON.parse(attemptLog)).toHaveLength(attempts - 1);
});

test("if the connection breaks after every email, three copies are sent at most; then the admin decides", async () => {
  const server = await startFaultyServer({ createFault: "dot", does: "resets" });
  onTestFinished(server.stop);
  useEnv({ ...env(), smtpUrl: `smtp://127.0.0.1:${server.port}` });
  await freezeIssueFor(1);
  for (let minutes = 1; minutes < 300; minutes += 20) await sendAt(minutesAfter(minutes));
  expect(server.received).toHaveLength(3);
  expect(new Set(server.received).size).toBe(1);
  expect(await countDeliveries(ISSUE)).toEqual({ unknown: 1 });
});

test("a pause that ends later than any pause can is ignored: the clock was set back", async () => {
  await sendAt(minutesAfter(1));
  await db().sender.updateMany({ data: { pausedUntil: hoursAfter(24), pauseReason: "R" } });
  expect(await findPause(minutesAfter(1))).toBeNull();
  expect(await findPause(minutesAfter(24 * 60 - 1))).toMatchObject({ reason: "R" });
});

test("a server that closes the connection after every email still gets all of them in one run", async () => {
  const server = await startFaultyServer({
    createFault: "dot",
    does: { sendsAndEnds: "250 taken" },
  });
  onTestFinished(server.stop);
  useEnv({ ...env(), smtpUrl: `smtp://127.0.0.1:${server.port}` });
  await freezeIssueFor(20);
  expect((await sendAt()).sent).toBe(20);
  expect(new Set(server.received).size).toBe(20);
  expect(server.received).toHaveLength(20);
});
