import { type HeldLease, keepLeaseRenewed } from "@/db/lease";
import { getLeaseOwner } from "@/db/lease-owner";
import { env } from "@/env";
import { MAX_CONNECTIONS, type Mailer } from "@/lib/email/mailer";
import { sleepUnlessStopping } from "@/lib/sleep";
import { createComposer } from "./compose";
import { type DeliveryContext, type DeliveryResult, deliver } from "./deliver";
import { type Claim, claimDelivery, recoverAbandoned } from "./mutations";
import { MAX_SAME_REFUSALS, resetRefusals } from "./mutations-refusals";
import {
  claimSender,
  countConnectionFailure,
  MAX_CONNECTION_FAILURES,
  reserveSendTime,
  resetConnectionFailures,
} from "./mutations-sender";
import { findPause, findSender, isAnyDeliveryDue } from "./queries";
import { createCounts, SENT_ELSEWHERE_PREFIX, type SendSummary, summarizeSend } from "./summary";

export type SendOptions = {
  now: () => Date;
  mailer: Mailer;
  /** Called before each claim. Once it returns true, the run finishes the emails it has begun and begins no other */
  isStopping: () => boolean;
  random?: () => number;
  sleep?: (milliseconds: number) => Promise<unknown>;
  /** By default this process. Tests run several lease owners in one process */
  leaseOwner?: string;
};

/**
 * Sends the deliveries of all issues that are due, each email once, and returns how many ended in
 * which state. Any number of processes may call it at once: the holder of the send lease sends, the
 * others return its name.
 *
 * @throws if the database fails; the emails under way are then uncertain until the next run
 */
export async function sendDigest(options: SendOptions): Promise<SendSummary> {
  const { now, leaseOwner = getLeaseOwner() } = options;
  const claimed = await claimSender(leaseOwner, now());
  if (!claimed) {
    const holder = (await findSender())?.leaseOwner ?? "unknown";
    return summarizeSend(createCounts(), `${SENT_ELSEWHERE_PREFIX} ${holder}.`);
  }
  const lease = keepLeaseRenewed(claimed, now);
  try {
    await recoverAbandoned(lease, env().digest.onUncertain, now());
    return await new SendRun(lease, options).send();
  } finally {
    await lease.release();
  }
}

/**
 * - `running`: claims deliveries and sends them
 * - `paused`: too many connections failed, or emails were refused in the same way, in a row, in this
 *   run or before it
 * - `stopping`: the process is asked to stop
 * - `failed`: the database failed
 *
 * A run starts as `running` or `paused`. From `running` it can change to any other state, from any
 * state to `failed`, and never back. It claims deliveries only in `running`; in the other states it
 * finishes those that it has claimed, and ends.
 */
type RunState = "running" | "paused" | "stopping" | "failed";

/** One run of sending, by the holder of the lease, over as many connections as the mailer has. */
class SendRun {
  private readonly lease: HeldLease;
  private readonly now: () => Date;
  private readonly isStopping: () => boolean;
  private readonly sleep: SendOptions["sleep"];
  private readonly context: DeliveryContext;
  /** Emails per minute; undefined if there is no limit */
  private readonly rate = env().mail.rate;
  private readonly counts = createCounts();
  private state: RunState = "running";
  /** The first error, in state `failed` */
  private error: unknown;
  /** Failed connections in a row, including those of earlier runs */
  private connectionFailures = 0;
  /** Whether the last answers of the server, in this run or before it, were refusals */
  private hasRefusals = false;
  /** Refused deliveries that are sent again after a pause; `counts` has them as bounced */
  private restored = 0;
  /** Resolves when the last action that `inTurn` has queued has ended */
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(lease: HeldLease, options: SendOptions) {
    const { now, mailer, isStopping, random = Math.random, sleep } = options;
    this.lease = lease;
    this.now = now;
    this.isStopping = isStopping;
    this.sleep = sleep;
    this.context = { lease, mailer, composeEmail: createComposer(), now, random };
  }

  async send(): Promise<SendSummary> {
    const sender = await findSender();
    this.connectionFailures = sender?.failures ?? 0;
    this.hasRefusals = (sender?.refusals ?? 0) > 0;
    if ((await findPause(this.now())) !== null) this.state = "paused";
    // If the loop of one connection fails, the others still finish the emails that they have begun.
    await Promise.all(
      Array.from({ length: MAX_CONNECTIONS }, () =>
        this.sendOnOneConnection().catch((error: unknown) => this.fail(error)),
      ),
    );
    if (this.state === "failed") throw this.error;
    // Some of them may have been refused in an earlier run, which counted them.
    const restored = Math.min(this.restored, this.counts.bounced);
    this.counts.bounced -= restored;
    this.counts.deferred += restored;
    return summarizeSend(this.counts, await this.explainEarlyEnd());
  }

  /** Sends one email after another until none is due or the run may not claim any more. */
  private async sendOnOneConnection(): Promise<void> {
    let claim = await this.claimNext();
    while (claim) {
      const result = await deliver(claim, this.context);
      this.counts[result.state] += 1;
      await this.recordRefusals(result);
      const connectionRecorded = this.recordConnection(result);
      // After a failure the next claim must know whether the run is now paused.
      if (result.state !== "sent") await connectionRecorded;
      // The result and the next claim are written in one transaction, with one flush to the disk.
      [claim] = await Promise.all([this.claimNext(), result.recorded, connectionRecorded]);
    }
  }

  private async claimNext(): Promise<Claim | null> {
    const { rate } = this;
    return rate ? this.inTurn(() => this.claimAtRate(rate)) : this.claim();
  }

  /** Claims the next delivery to send. Counts those that the claim has settled without sending. */
  private async claim(): Promise<Claim | null> {
    while (this.isRunning() && (await this.lease.isHeld())) {
      const claim = await claimDelivery(this.lease, this.now());
      if (!claim || claim.state === "sending") return claim;
      this.counts[claim.state] += 1;
    }
    return null;
  }

  /** Waits for the next time at which MAIL_RATE allows an email, then claims a delivery. */
  private async claimAtRate(emailsPerMinute: number): Promise<Claim | null> {
    if (!this.isRunning() || !(await isAnyDeliveryDue(this.now()))) return null;
    const sendAt = await reserveSendTime(emailsPerMinute, this.now());
    const wait = sendAt.getTime() - this.now().getTime();
    await sleepUnlessStopping(wait, () => !this.isRunning(), this.sleep);
    // The claim comes after the wait: a subscriber who leaves during the wait gets no email.
    return this.claim();
  }

  /** Runs actions one after another, so that no loop reserves a time that it then does not use. */
  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.lastTurn.then(action);
    this.lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Counts failed connections in a row; too many pause the run. */
  private async recordConnection({ connectionFailure }: DeliveryResult): Promise<void> {
    if (connectionFailure !== undefined) {
      const failures = await countConnectionFailure(this.lease, connectionFailure, this.now());
      this.connectionFailures = failures;
      if (failures >= MAX_CONNECTION_FAILURES && this.state === "running") this.state = "paused";
    } else if (this.connectionFailures > 0) {
      this.connectionFailures = 0;
      await resetConnectionFailures(this.lease);
    }
  }

  /** Pauses the run after too many refusals in a row, and counts the deliveries that are sent again after the pause. */
  private async recordRefusals({ state, refused }: DeliveryResult): Promise<void> {
    if (refused) {
      this.hasRefusals = true;
      if (refused.refusals >= MAX_SAME_REFUSALS && this.state === "running") this.state = "paused";
      this.restored += refused.restored;
    } else if (state === "sent" && this.hasRefusals) {
      this.hasRefusals = false;
      await resetRefusals(this.lease);
    }
  }

  private isRunning(): boolean {
    if (this.state === "running" && this.isStopping()) this.state = "stopping";
    return this.state === "running";
  }

  private fail(error: unknown): void {
    if (this.state === "failed") return;
    this.state = "failed";
    this.error = error;
  }

  /** Returns why the run ended before everything that is due was sent, or undefined if it did not. */
  private async explainEarlyEnd(): Promise<string | undefined> {
    const pause = await findPause(this.now());
    if (pause) return `Sending is paused until ${pause.until.toISOString()}. ${pause.reason}.`;
    if (!(await this.lease.isHeld())) return "Another process took over sending.";
    if (this.isStopping() && (await isAnyDeliveryDue(this.now()))) {
      return "Stopped as asked: the next run sends the rest.";
    }
    return undefined;
  }
}
