import { setTimeout } from "node:timers/promises";
import { type HeldLease, keepLeaseRenewed } from "@/db/lease";
import { getLeaseOwner } from "@/db/lease-owner";
import { env } from "@/env";
import { MAX_CONNECTIONS, type Mailer } from "@/lib/mailer";
import { createComposer } from "./compose";
import { type Delivered, deliver } from "./deliver";
import { type Claim, claimDelivery, recoverAbandoned } from "./mutations";
import {
  claimSender,
  countConnectionFailure,
  MAX_CONNECTION_FAILURES,
  reserveSendTime,
  resetConnectionFailures,
} from "./mutations-lease";
import { findPause, findSender, isAnyDeliveryDue } from "./queries";
import { createCounts, SENT_ELSEWHERE_PREFIX, type SendSummary, summarizeSend } from "./summary";

/** How soon a wait notices that the process is asked to stop. */
const STEP = 200;

export type SendOptions = {
  now: () => Date;
  mailer: Mailer;
  /** Asked before each claim: once true, mails under way are finished and no other is begun */
  stopping: () => boolean;
  random?: () => number;
  sleep?: (milliseconds: number) => Promise<unknown>;
  /** Who we are, where it isn't this process: tests have several in one */
  owner?: string;
};

/**
 * Sends what is due of all issues, each mail to its reader once, and answers what became of them.
 * Any number of processes may call it at once: one sends, the others say who.
 *
 * @throws where the database fails; what was under way then is in doubt until the next run
 */
export async function sendDigest(sending: SendOptions): Promise<SendSummary> {
  const { now, owner = getLeaseOwner() } = sending;
  const claimed = await claimSender(owner, now());
  if (!claimed) {
    const holder = (await findSender())?.leaseOwner;
    return summarizeSend(createCounts(), `${SENT_ELSEWHERE_PREFIX} ${holder ?? "somebody else"}.`);
  }
  const lease = keepLeaseRenewed(claimed, now);
  try {
    await recoverAbandoned(lease, env().digest.onUncertain, now());
    return await sendDue(lease, sending);
  } finally {
    await lease.release();
  }
}

async function sendDue(lease: HeldLease, sending: SendOptions): Promise<SendSummary> {
  const { now, mailer, stopping, random = Math.random, sleep = setTimeout } = sending;
  const counts = createCounts();
  let failures = (await findSender())?.failures ?? 0;
  let broken: unknown;
  let paused = (await findPause(now())) !== null;
  const ended = () => stopping() || paused || broken !== undefined;

  async function claim(): Promise<Claim | null> {
    while (!ended() && (await lease.isHeld())) {
      const claimed = await claimDelivery(lease, now());
      if (!claimed || claimed.state === "sending") return claimed;
      counts[claimed.state] += 1;
    }
    return null;
  }

  /** One waits for the rate's moment, the others for their turn: no moment is reserved in vain. */
  const inTurn = turns();
  async function claimAtRate(rate: number): Promise<Claim | null> {
    if (ended() || !(await isAnyDeliveryDue(now()))) return null;
    const at = await reserveSendTime(rate, now());
    for (let left = at.getTime() - now().getTime(); left > 0 && !ended(); left -= STEP) {
      await sleep(Math.min(left, STEP));
    }
    // After the wait, so that who left meanwhile gets nothing.
    return claim();
  }

  async function noteConnection({ failure }: Delivered): Promise<void> {
    if (failure !== undefined) {
      failures = await countConnectionFailure(lease, failure, now());
      paused ||= failures >= MAX_CONNECTION_FAILURES;
    } else if (failures > 0) {
      failures = 0;
      await resetConnectionFailures(lease);
    }
  }

  const delivering = { lease, mailer, mailOf: createComposer(), now, random };
  const { rate } = env().mail;

  const next = () => (rate ? inTurn(() => claimAtRate(rate)) : claim());

  /** Claims only once it is free to hand the mail over at once. */
  async function sender(): Promise<void> {
    for (let claimed = await next(); claimed; ) {
      const delivered = await deliver(claimed, delivering);
      counts[delivered.state] += 1;
      const connection = noteConnection(delivered);
      if (delivered.state !== "sent") await connection;
      // Both are written in one transaction, at the price of one flush to the disk.
      [claimed] = await Promise.all([next(), delivered.noted, connection]);
    }
  }

  const senders = Array.from({ length: MAX_CONNECTIONS }, () =>
    sender().catch((error: unknown) => {
      broken ??= error;
    }),
  );
  // Also where one has failed: the others' mails are under way.
  await Promise.all(senders);
  if (broken !== undefined) throw broken;
  return summarizeSend(counts, await trouble(lease, sending));
}

/** Why a run ended before nothing was due any more. */
async function trouble(
  lease: HeldLease,
  { now, stopping }: SendOptions,
): Promise<string | undefined> {
  const pause = await findPause(now());
  if (pause) return `No mail goes out before ${pause.until.toISOString()}. ${pause.reason}.`;
  if (!(await lease.isHeld())) return "Another sender took over.";
  if (stopping() && (await isAnyDeliveryDue(now())))
    return "Asked to stop: the rest waits for the next run.";
  return undefined;
}

/** Lets one after the other. */
function turns() {
  let before: Promise<unknown> = Promise.resolve();
  return <T>(act: () => Promise<T>): Promise<T> => {
    const mine = before.then(act);
    before = mine.catch(() => undefined);
    return mine;
  };
}
