import { env } from "@/env";
import { deleteExpiredSignIns } from "@/features/auth/mutations-cleanup";
import { deleteRawBounces } from "@/features/digest/bounce/mutations-cleanup";
import { deleteUnconfirmed } from "@/features/digest/subscription/mutations-cleanup";
import { deleteOldIngestRuns } from "@/features/ingest/mutations-cleanup";
import { now } from "@/lib/clock";
import { deleteOldOutboxEmails } from "@/lib/email/outbox";
import { plural } from "@/lib/plural";
import type { Job } from "./job";

const NOTHING_TO_REMOVE = "Nothing to remove.";

/** Removes what nobody needs any more. docs/operations.md lists how long each table is kept. */
async function removeOld(isStopping: () => boolean): Promise<string> {
  const instant = now();
  const signIns = await deleteExpiredSignIns(instant, isStopping);
  const unconfirmed = await deleteUnconfirmed(instant, isStopping);
  const bounces = await deleteRawBounces(instant, isStopping);
  const runs = await deleteOldIngestRuns(instant, isStopping);
  const emails = await deleteOldOutboxEmails(env().outbox, instant, isStopping);
  const counts: [number, string, string?][] = [
    [signIns.sessions, "expired session"],
    [signIns.links, "expired sign-in link"],
    [unconfirmed.subscriptions, "unconfirmed subscription"],
    [unconfirmed.addressChanges, "unconfirmed change of address", "unconfirmed changes of address"],
    [bounces.texts, "text of a bounce", "texts of bounces"],
    [bounces.strangers, "email that was no bounce", "emails that were no bounces"],
    [runs, "record of an import", "records of imports"],
    [emails, "email in the outbox", "emails in the outbox"],
  ];
  const removed = counts.filter(([count]) => count > 0).map((count) => plural(...count));
  return removed.length === 0 ? NOTHING_TO_REMOVE : `Removed ${removed.join(", ")}.`;
}

export const cleanup: Job = {
  run: ({ isStopping }) => removeOld(isStopping),
  // After the nightly backup, which then still contains what this removes.
  schedule: "30 4 * * *",
  isScheduled: () => true,
  isPosted: true,
  idlePrefixes: [NOTHING_TO_REMOVE],
};
