import { randomUUID } from "node:crypto";
import { db } from "@/db/client";
import { env } from "@/env";
import { CLEAN_START } from "./mutations";

/** `stopped`: mail came back from that address, so a confirmation has to arrive there first. */
export type StartOutcome = "started" | "stopped";

/** By what somebody proved that the address is theirs: a link of ours, or a session. */
type Proof = { source: "form" | "settings"; now: Date };

const begun = ({ source, now }: Proof) => ({
  ...CLEAN_START,
  ...{ confirmedAt: now, consentSource: source, scheduledAt: now, confirmTokenHash: null },
});

/**
 * Begins a subscription again that its reader had ended; one that runs stays as it is. Who was stopped
 * before they left is stopped still. By primary key.
 */
export async function restartSubscription(id: string, proof: Proof): Promise<StartOutcome> {
  await db().subscription.updateMany({
    where: { id, state: { in: ["pending", "unsubscribed"] }, stoppedAt: null },
    data: begun(proof),
  });
  const { state } = await db().subscription.findUniqueOrThrow({ where: { id } });
  return state === "active" ? "started" : "stopped";
}

/** Subscribes the address of somebody signed in, without another mail. By the unique index on email. */
export async function subscribeVerifiedAddress(
  email: string,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<StartOutcome> {
  const proof: Proof = { source: "settings", now };
  const { id } = await db().subscription.upsert({
    where: { email },
    create: {
      ...{ id: randomUUID(), email, hour: env().digest.hour, timeZone, createdAt: now },
      ...begun(proof),
    },
    update: {},
  });
  return restartSubscription(id, proof);
}
