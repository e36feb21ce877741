import { claimDelivery, settleSent } from "@/features/digest/delivery/mutations";
import { claimLease, releaseLease } from "@/features/digest/delivery/mutations-lease";
import { noCounts, type SendReport, sendReport } from "@/features/digest/delivery/summary";

/** A sender whose mail server takes everything: the real statements, without the mails. */
export async function markSent({ now }: { now: () => Date }): Promise<SendReport> {
  const counts = noCounts();
  const lease = await claimLease("the simulated sender", now());
  if (!lease) return sendReport(counts, "The lease is somebody else's.");
  for (;;) {
    const claim = await claimDelivery(lease, now());
    if (!claim) break;
    counts[claim.state === "sending" ? "sent" : claim.state] += 1;
    if (claim.state === "sending") await settleSent(claim, { answer: "250 taken", now: now() });
  }
  await releaseLease(lease);
  return sendReport(counts);
}
