import { env } from "@/env";
import { log } from "@/lib/log";
import { type Sending, sendDigest } from "./delivery/send";
import type { SendReport } from "./delivery/summary";
import { formatSubject } from "./email/subject";
import { PaperTextCache } from "./issue/matching";
import { type FrozenIssue, freezeIssue } from "./issue/mutations-freeze";
import { listPaperTexts } from "./issue/queries-freeze";
import { formatRunSummary } from "./run-summary";
import { EDITION_LIFE, listSiteSchedules, planEditions } from "./schedule/due";
import { formatEditionName } from "./schedule/edition";
import { listActiveSchedules, listMadeEditions } from "./schedule/queries";

/** Makes the issues that are due; one that can't be made stops no other. */
async function freezeDue({ now, stopping }: Pick<Sending, "now" | "stopping">) {
  const wanted = [...listSiteSchedules(env().digest), ...(await listActiveSchedules())];
  const at = now();
  // A clock's jump, or a zone's new rules, may have moved an hour a little.
  const names = await listMadeEditions(new Date(at.getTime() - 2 * EDITION_LIFE));
  const { due, next, unknown } = await planEditions(wanted, names, at);
  const texts = new PaperTextCache(listPaperTexts);
  const made: FrozenIssue[] = [];
  const failed: string[] = [];
  for (const one of due) {
    if (stopping()) break;
    try {
      const frozen = await freezeIssue({ ...one, now, texts, formatSubject });
      if (frozen) made.push(frozen);
    } catch (error) {
      const edition = formatEditionName(one.edition);
      log.error("an issue was not made", { edition, reason: String(error) });
      failed.push(edition);
    }
  }
  return { made, failed, next, unknown };
}

/**
 * The digest's run: makes the issues that are due (an edition has one, ever, and none later than 24
 * hours after its hour), sends what is owed, and answers what it did, why not more and when the next
 * edition comes, in a sentence or some. Idempotent: run twice, or by two processes at once, it mails
 * nobody twice.
 */
export async function runDigest({
  send = sendDigest,
  ...sending
}: Sending & { send?: (sending: Sending) => Promise<SendReport> }): Promise<string> {
  const frozen = await freezeDue(sending);
  const sent = await send(sending);
  return formatRunSummary({ ...frozen, sent, now: sending.now() });
}
