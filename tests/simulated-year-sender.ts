import { releaseLease } from "@/db/lease";
import { claimDelivery, recordSent } from "@/features/digest/delivery/mutations";
import { claimSender } from "@/features/digest/delivery/mutations-sender";
import { createCounts, type SendSummary, summarizeSend } from "@/features/digest/delivery/summary";

/** Sends as if the mail server accepted everything: runs the real statements, without emails. */
export async function runSimulatedSender({ now }: { now: () => Date }): Promise<SendSummary> {
  const counts = createCounts();
  const lease = await claimSender("the simulated sender", now());
  if (!lease) return summarizeSend(counts, "Another process holds the lease.");
  for (;;) {
    const claim = await claimDelivery(lease, now());
    if (!claim) break;
    counts[claim.state === "sending" ? "sent" : claim.state] += 1;
    if (claim.state === "sending") await recordSent(claim, { answer: "250 taken", now: now() });
  }
  await releaseLease(lease);
  return summarizeSend(counts);
}
