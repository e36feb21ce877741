import { type HeldLease, keepLeaseRenewed, type Lease } from "@/db/lease";
import { FetchError } from "@/lib/fetch/error";
import type { PullContext } from "./context";
import { noteRequest, saveLastRequest } from "./mutations";
import { getRequestInterval } from "./source-hosts";

/** Another process has claimed the host: this one must write nothing more. */
export class LeaseLost extends Error {}

/**
 * The right to make requests to a host: one at a time, with the pause between two requests that the
 * host asks for.
 */
export class HostLease {
  readonly lease: HeldLease;
  readonly #context: PullContext;
  #lastRequestAt: Date | undefined;

  /** @param lastRequestAt the end of the last request to the host, by this process or another */
  constructor(lease: Lease, context: PullContext, lastRequestAt: Date | undefined) {
    this.lease = keepLeaseRenewed(lease, context.now);
    this.#context = context;
    this.#lastRequestAt = lastRequestAt;
  }

  /**
   * Waits for the host's pause, then makes a request.
   *
   * @throws FetchError where the process is asked to stop
   * @throws LeaseLost where another process has claimed the host
   */
  async withTurn<T>(source: string, request: () => Promise<T>): Promise<T> {
    const { now, sleep, isStopping } = this.#context;
    const pause = getRequestInterval(this.lease.name);
    const readyAt = this.#lastRequestAt ? this.#lastRequestAt.getTime() + pause : 0;
    // Never longer than the pause: after the clock was set back, the last request is in the future.
    const wait = Math.min(readyAt - now().getTime(), pause);
    if (wait > 0) await sleep(wait);
    // A sleep that was cut short by the end of the process is no full pause.
    if (wait > 0 && isStopping()) throw new FetchError("the process was asked to stop");
    const isHeld = await this.lease.isHeld();
    if (!isHeld || !(await noteRequest(this.lease, source, now()))) throw new LeaseLost();
    try {
      return await request();
    } finally {
      this.#lastRequestAt = now();
    }
  }

  /** Lets other processes make requests to the host. */
  async release(): Promise<void> {
    try {
      if (this.#lastRequestAt) await saveLastRequest(this.lease, this.#lastRequestAt);
    } finally {
      await this.lease.release();
    }
  }
}
