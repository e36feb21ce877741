import { hoursAfter, minutesAfter } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { startFaultyServer } from "@tests/faulty-server";
import { PAPER, sendAt } from "@tests/sending";
import { FAULTS, type Fault } from "@tests/smtp-faults";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { findSender } from "@/features/digest/delivery/queries";

export type Policy = "resend" | "hold";

/** Fewer than MAX_CONNECTION_FAILURES and MAX_SAME_REFUSALS, which pause all sending. */
const BATCH_SIZE = 4;

/** Decides the timeout in seconds. It is short only if the fault is silence: with others, a busy machine could exceed it. */
const decideTimeout = ({ script: { does } }: Fault) =>
  does === "is silent" || does === "drips forever" ? 0.4 : 10;

const useServer = (smtpUrl: string, onUncertain: Policy, timeout = 10) =>
  useEnv({
    ...env(),
    smtpUrl,
    mail: { ...env().mail, timeout, rate: undefined },
    digest: { ...env().digest, onUncertain },
  });

async function createOwedDeliveries(issueId: string, subscriptionIds: string[]): Promise<void> {
  const date = "2026-03-05";
  const at = minutesAfter(0);
  for (const id of subscriptionIds) await makeSubscription(id);
  await db().digestIssue.create({
    data: {
      id: issueId,
      edition: issueId,
      rhythm: "daily",
      date,
      hour: 7,
      timeZone: "UTC",
      dueAt: at,
      since: hoursAfter(-24),
      until: at,
      createdAt: at,
      candidates: "[]",
      deliveryCount: subscriptionIds.length,
      archived: false,
    },
  });
  const selection = { subject: "S", reason: "W", papers: JSON.stringify([PAPER]) };
  await db().digestSelection.create({ data: { id: issueId, issueId, ...selection } });
  await db().delivery.createMany({
    data: subscriptionIds.map((subscriptionId) => ({
      issueId,
      subscriptionId,
      selectionId: issueId,
      date,
      state: "pending" as const,
      readyAt: at,
    })),
  });
}

const listDeliveries = (issueId: string) =>
  db().delivery.findMany({
    where: { issueId },
    select: {
      state: true,
      uncertainAttempts: true,
      attempts: true,
      subscription: { select: { state: true } },
    },
  });

/** Describes the difference between two values in one sentence, or returns an empty list if they are equal. */
const describeDifference = (what: string, actual: unknown, expected: unknown): string[] =>
  JSON.stringify(actual) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];

/**
 * Sends to a few subscribers while the mail server has a fault, and again after it has none. Returns
 * a sentence for each broken promise. The rows of the issue stay in the database, all of them settled.
 */
async function runBatch(
  fault: Fault,
  subscriptionIds: string[],
  policy: Policy,
): Promise<string[]> {
  const issueId = `issue of ${subscriptionIds[0]}`;
  await createOwedDeliveries(issueId, subscriptionIds);
  await db().sender.updateMany({ data: { failures: 0, refusals: 0, pausedUntil: null } });
  const faultyServer = await startFaultyServer(fault.script);
  if (fault.isRefused) await faultyServer.stop();
  const protocol = fault.protocol ?? "smtp://";
  useServer(`${protocol}127.0.0.1:${faultyServer.port}`, policy, decideTimeout(fault));
  await sendAt(minutesAfter(1));

  const uncertainState = policy === "hold" ? "unknown" : "deferred";
  const state = fault.state === "uncertain" ? uncertainState : fault.state;
  const uncertainAttempts = fault.state === "uncertain" ? 1 : 0;
  const subscription = { state: fault.stopsSubscription ? "stopped" : "active" };
  const each = (row: object) => subscriptionIds.map(() => row);
  const failures = (await findSender())?.failures;
  const broken = [
    ...describeDifference(
      "rows",
      await listDeliveries(issueId),
      each({ state, uncertainAttempts, attempts: 1, subscription }),
    ),
    ...describeDifference(
      "failures in a row",
      failures,
      fault.isConnectionFailure ? subscriptionIds.length : 0,
    ),
  ];

  const healthyServer = await startFaultyServer({});
  useServer(`smtp://127.0.0.1:${healthyServer.port}`, policy);
  await sendAt(minutesAfter(10));
  const end = state === "deferred" ? "sent" : state;
  const ends = (await listDeliveries(issueId)).map((row) => row.state);
  const receivedIds = fault.state === "sent" ? faultyServer.received : healthyServer.received;
  broken.push(
    ...describeDifference(
      "rows in the end",
      ends,
      subscriptionIds.map(() => end),
    ),
    ...describeDifference(
      "different Message-IDs",
      new Set(receivedIds).size,
      end === "sent" ? subscriptionIds.length : 0,
    ),
    ...describeDifference(
      "emails",
      receivedIds.length,
      end === "sent" ? subscriptionIds.length : 0,
    ),
  );
  if (fault.mayBeCopied && end === "sent") {
    const copies = faultyServer.received.filter((id) => healthyServer.received.includes(id)).length;
    broken.push(
      ...describeDifference("copies under their first Message-ID", copies, subscriptionIds.length),
    );
  }
  await Promise.all([healthyServer.stop(), fault.isRefused ? undefined : faultyServer.stop()]);
  return broken.map((words) => `${fault.name} (${policy}): ${words}`);
}

let runs = 0;

/** Runs one fault for this many subscribers, and returns a sentence for each broken promise. */
export async function runFault(fault: Fault, times: number, policy: Policy): Promise<string[]> {
  runs += 1;
  const names = Array.from({ length: times }, (_, index) => `fault-${runs}-${index}`);
  const broken: string[] = [];
  for (let done = 0; done < times; done += BATCH_SIZE) {
    broken.push(...(await runBatch(fault, names.slice(done, done + BATCH_SIZE), policy)));
  }
  return broken;
}

/**
 * Runs every fault under both policies, in rounds of a few subscribers each, until each fault had
 * `times` subscribers or `isEnough` returns true. Returns how many subscribers each had.
 */
export async function runFaults(times: number, isEnough: () => boolean) {
  const broken: string[] = [];
  let done = 0;
  for (; done < times && !isEnough(); done += BATCH_SIZE) {
    for (const fault of FAULTS) {
      broken.push(...(await runFault(fault, BATCH_SIZE, "resend")));
      broken.push(...(await runFault(fault, BATCH_SIZE, "hold")));
    }
  }
  return { faults: FAULTS.length, times: done, broken };
}
