import { db } from "@/db/client";
import { claimDelivery, settleSent } from "@/features/digest/mutations-delivery";
import type { SendCount } from "@/features/digest/send";

/** A sender whose mail server takes everything: the real statements, without the mails. */
export async function markSent({ now }: { now: () => Date }): Promise<SendCount> {
  const since = new Date(now().getTime() - 24 * 60 * 60_000);
  const open = await db().digestIssue.findMany({
    where: { dueAt: { gt: since }, deliveries: { some: { state: "pending" } } },
    select: { id: true },
  });
  const count = { sent: 0, failed: 0, givenUp: 0 };
  for (const { id } of open) {
    for (;;) {
      const claim = await claimDelivery(id, { runStartedAt: now(), now: now() });
      if (!claim) break;
      await settleSent(id, claim.subscriptionId, { answer: "250 taken", now: now() });
      count.sent += 1;
    }
  }
  return count;
}
