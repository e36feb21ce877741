import { env } from "@/env";
import { log } from "@/lib/log";
import { type SendOptions, sendDigest } from "./delivery/send";
import type { SendSummary } from "./delivery/summary";
import { formatSubject } from "./email/subject";
import { PaperTextCache } from "./issue/matching";
import { type FrozenIssue, freezeIssue } from "./issue/mutations-freeze";
import { listPaperTexts } from "./issue/queries-freeze";
import { ISSUE_LIFETIME_MS } from "./limits";
import { formatRunSummary } from "./run-summary";
import { listSiteSchedules, planEditions } from "./schedule/due";
import { formatEditionName } from "./schedule/edition";
import { listActiveSchedules, listMadeEditions } from "./schedule/queries";

/** Makes the issues that are due. If one fails, the others are still made. */
async function freezeDueIssues({ now, isStopping }: Pick<SendOptions, "now" | "isStopping">) {
  const schedules = [...listSiteSchedules(env().digest), ...(await listActiveSchedules())];
  const startedAt = now();
  // Twice the lifetime: a corrected clock or new time zone rules may have moved an edition's hour.
  const madeNames = await listMadeEditions(new Date(startedAt.getTime() - 2 * ISSUE_LIFETIME_MS));
  const { due, next, unknownZones } = await planEditions(schedules, madeNames, startedAt);
  const texts = new PaperTextCache(listPaperTexts);
  const made: FrozenIssue[] = [];
  const failed: string[] = [];
  for (const planned of due) {
    if (isStopping()) break;
    try {
      const issue = await freezeIssue({ ...planned, now, texts, formatSubject });
      if (issue) made.push(issue);
    } catch (error) {
      const edition = formatEditionName(planned.edition);
      log.error("an issue was not made", { edition, reason: String(error) });
      failed.push(edition);
    }
  }
  return { made, failed, next, unknownZones };
}

/**
 * Runs the digest: makes the issues that are due and sends the emails that are due. An edition gets
 * one issue, ever, and none later than 24 hours after its hour.
 *
 * Idempotent: if it runs twice, or in two processes at once, no subscriber gets an email twice.
 *
 * @returns what it did, what went wrong, and when the next edition is due, in sentences
 */
export async function runDigest({
  send = sendDigest,
  ...options
}: SendOptions & { send?: (options: SendOptions) => Promise<SendSummary> }): Promise<string> {
  const frozen = await freezeDueIssues(options);
  const sent = await send(options);
  return formatRunSummary({ ...frozen, sent, now: options.now() });
}
