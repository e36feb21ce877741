import { FetchError } from "@/lib/fetch-error";
import { type Lease, releaseLease, renewLease } from "./mutations";
import { getRequestInterval } from "./source-hosts";
import type { PullContext } from "./step";

/** Somebody else pulls now: this owner is late and writes nothing more. */
export class LeaseLost extends Error {}

/** One request at a time, with the pause between two that the host asks for. */
export class HostLease {
  readonly lease: Lease;
  readonly #around: PullContext;
  #passed: Date | undefined;

  /** @param passed when somebody passed it last, another process too */
  constructor(lease: Lease, around: PullContext, passed: Date | null | undefined) {
    this.lease = lease;
    this.#around = around;
    this.#passed = passed ?? undefined;
  }

  /** @throws FetchError where the process is to stop, LeaseLost where another owner has taken over */
  async withTurn<T>(source: string, request: () => Promise<T>): Promise<T> {
    const { now, sleep, isStopping: stopping } = this.#around;
    const pause = getRequestInterval(this.lease.gate);
    const ready = this.#passed ? this.#passed.getTime() + pause : 0;
    const wait = Math.min(ready - now().getTime(), pause);
    if (wait > 0) await sleep(wait);
    // The sleep may have been cut short, and the pause is not over.
    if (wait > 0 && stopping()) throw new FetchError("the process was asked to stop");
    if (!(await renewLease(this.lease, source, now()))) throw new LeaseLost();
    try {
      return await request();
    } finally {
      this.#passed = now();
    }
  }

  /** Lets others pass. */
  release = (): Promise<void> => releaseLease(this.lease, this.#passed);
}
