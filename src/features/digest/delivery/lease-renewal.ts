import { log } from "@/lib/log";
import { LEASE_DURATION, type Lease, releaseLease, renewLease } from "./mutations-lease";

/** A lease that is renewed until it is given back. */
export type HeldLease = Lease & {
  /** Renews it where it is about to run out. False: somebody else has it */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
};

/** Renews a lease by a timer, well before it runs out: a slow mail server may take longer than a lease. */
export function holdLease(lease: Lease, now: () => Date): HeldLease {
  let lost = false;
  let renewedAt = now().getTime();

  async function renew(): Promise<void> {
    const at = now();
    if (lost) return;
    lost = !(await renewLease(lease, at));
    renewedAt = at.getTime();
  }

  const timer = setInterval(() => {
    renew().catch((error: unknown) => {
      // Claims ask the database themselves, so that none is made beyond the lease.
      log.warn("the digest's lease could not be renewed", { reason: String(error) });
    });
  }, LEASE_DURATION / 4);
  timer.unref();

  return {
    ...lease,
    async isHeld() {
      if (Math.abs(now().getTime() - renewedAt) > LEASE_DURATION / 2) await renew();
      return !lost;
    },
    async release() {
      clearInterval(timer);
      await releaseLease(lease);
    },
  };
}
