import { hoursAfter, minutesAfter } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import { startFaultyServer } from "@tests/faulty-server";
import { PAPER, sendAt } from "@tests/sending";
import { FAULTS, type Fault } from "@tests/smtp-faults";
import { db } from "@/db/client";
import { env, useEnv } from "@/env";
import { findSender } from "@/features/digest/delivery/queries";

export type Policy = "resend" | "hold";

/** Fewer than pause all sending. */
const BATCH = 10;

/** Short only where the fault is silence: elsewhere a busy machine would look like one. */
const decideTimeout = ({ script: { does } }: Fault) =>
  does === "is silent" || does === "drips for ever" ? 0.4 : 10;

const useServer = (smtpUrl: string, onUncertain: Policy, timeout = 10) =>
  useEnv({
    ...env(),
    smtpUrl,
    mail: { ...env().mail, timeout, rate: undefined },
    digest: { ...env().digest, onUncertain },
  });

async function owe(issueId: string, subscriptionIds: string[]): Promise<void> {
  const date = "2026-03-05";
  const at = minutesAfter(0);
  for (const id of subscriptionIds) await makeSubscription(id);
  await db().digestIssue.create({
    data: {
      ...{ id: issueId, edition: issueId, rhythm: "daily", date, hour: 7, timeZone: "UTC" },
      ...{ dueAt: at, since: hoursAfter(-24), until: at, createdAt: at, candidates: "[]" },
      ...{ deliveryCount: subscriptionIds.length, archived: false },
    },
  });
  const selection = { subject: "S", reason: "W", papers: JSON.stringify([PAPER]) };
  await db().digestSelection.create({ data: { id: issueId, issueId, ...selection } });
  await db().delivery.createMany({
    data: subscriptionIds.map((subscriptionId) => ({
      ...{ issueId, subscriptionId, selectionId: issueId, date },
      ...{ state: "pending" as const, readyAt: at },
    })),
  });
}

const stand = (issueId: string) =>
  db().delivery.findMany({
    where: { issueId },
    select: {
      state: true,
      uncertainAttempts: true,
      attempts: true,
      subscription: { select: { state: true } },
    },
  });

/** What differs between two lists of words, where something does. */
const unlike = (what: string, found: unknown, wanted: unknown): string[] =>
  JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];

/**
 * Sends to a few subscribers while the mail server has a fault, and again once it is well. Answers every
 * broken promise in words. The issue's rows are left behind, all settled.
 */
async function runBatch(
  fault: Fault,
  subscriptionIds: string[],
  policy: Policy,
): Promise<string[]> {
  const issueId = `issue of ${subscriptionIds[0]}`;
  await owe(issueId, subscriptionIds);
  await db().sender.updateMany({ data: { failures: 0, pausedUntil: null } });
  const faulty = await startFaultyServer(fault.script);
  if (fault.refused) await faulty.stop();
  const protocol = fault.protocol ?? "smtp://";
  useServer(`${protocol}127.0.0.1:${faulty.port}`, policy, decideTimeout(fault));
  await sendAt(minutesAfter(1));

  const uncertainState = policy === "hold" ? "unknown" : "deferred";
  const state = fault.state === "uncertain" ? uncertainState : fault.state;
  const uncertainAttempts = fault.state === "uncertain" ? 1 : 0;
  const subscription = { state: fault.stops ? "stopped" : "active" };
  const each = (row: object) => subscriptionIds.map(() => row);
  const failures = (await findSender())?.failures;
  const broken = [
    ...unlike(
      "rows",
      await stand(issueId),
      each({ state, uncertainAttempts, attempts: 1, subscription }),
    ),
    ...unlike("failures in a row", failures, fault.failed ? subscriptionIds.length : 0),
  ];

  const well = await startFaultyServer({});
  useServer(`smtp://127.0.0.1:${well.port}`, policy);
  await sendAt(minutesAfter(10));
  const end = state === "deferred" ? "sent" : state;
  const ends = (await stand(issueId)).map((row) => row.state);
  const got = fault.state === "sent" ? faulty.received : well.received;
  broken.push(
    ...unlike(
      "rows in the end",
      ends,
      subscriptionIds.map(() => end),
    ),
    ...unlike(
      "different Message-IDs",
      new Set(got).size,
      end === "sent" ? subscriptionIds.length : 0,
    ),
    ...unlike("mails", got.length, end === "sent" ? subscriptionIds.length : 0),
  );
  if (fault.copy && end === "sent") {
    const copies = faulty.received.filter((id) => well.received.includes(id)).length;
    broken.push(...unlike("copies under their first Message-ID", copies, subscriptionIds.length));
  }
  await Promise.all([well.stop(), fault.refused ? undefined : faulty.stop()]);
  return broken.map((words) => `${fault.name} (${policy}): ${words}`);
}

let runs = 0;

/** Runs one fault for so many subscribers, and answers every broken promise in words. */
export async function runFault(fault: Fault, times: number, policy: Policy): Promise<string[]> {
  runs += 1;
  const names = Array.from({ length: times }, (_, index) => `fault-${runs}-${index}`);
  const broken: string[] = [];
  for (let done = 0; done < times; done += BATCH) {
    broken.push(...(await runBatch(fault, names.slice(done, done + BATCH), policy)));
  }
  return broken;
}

/**
 * Runs every fault under both policies, in rounds of ten subscribers each, until each had so many or it
 * is enough. Answers how many each had.
 */
export async function runFaults(times: number, isEnough: () => boolean) {
  const broken: string[] = [];
  let done = 0;
  for (; done < times && !isEnough(); done += BATCH) {
    for (const fault of FAULTS) {
      broken.push(...(await runFault(fault, BATCH, "resend")));
      broken.push(...(await runFault(fault, BATCH, "hold")));
    }
  }
  return { faults: FAULTS.length, times: done, broken };
}
