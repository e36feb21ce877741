import { env } from "@/env";
import { addDays, dayIn, dayOf, hourIn } from "@/lib/day";
import type { Mailer } from "@/lib/mailer";
import { digestSubject } from "./email";
import { freezeIssue } from "./mutations";
import { countActive, findIssue, findLastUntil, listDigestPapers, listOpenIssues } from "./queries";
import { DIGEST_DAYS } from "./schema";
import { type SendCount, sendIssue } from "./send";

/** An issue older than this is stale: what it still owes isn't sent any more. */
const ISSUE_LIFE = 24 * 60 * 60 * 1000;

type Frozen = { frozen: boolean; why: string };

/** Makes today's issue where there is none yet, or says why there is nothing to make. */
async function ensureIssue(now: Date): Promise<Frozen> {
  const { digest, secret, siteUrl } = env();
  const edition = dayIn(now, digest.timeZone);
  if (await findIssue(edition)) return { frozen: true, why: `The issue of ${edition} exists.` };
  if ((await countActive()) === 0) return { frozen: false, why: "Nobody is subscribed: no mail." };

  const weekAgo = new Date(`${addDays(dayOf(now), -DIGEST_DAYS)}T00:00:00.000Z`);
  const last = await findLastUntil();
  const papers = await listDigestPapers(last ?? new Date(0), now);
  if (papers.length === 0) {
    const since = last ? `the last issue (${last.toISOString()})` : dayOf(weekAgo);
    return { frozen: false, why: `No new papers since ${since}: no mail.` };
  }
  const subject = digestSubject(papers.map(({ title }) => title));
  const issue = { edition, since: last ?? weekAgo, until: now, subject, papers };
  try {
    await freezeIssue(issue, { secret, host: new URL(siteUrl).hostname });
  } catch (error) {
    // Another process made it at the same moment: theirs stands.
    if (!(await findIssue(edition))) throw error;
  }
  return {
    frozen: true,
    why: `The issue of ${edition} has ${papers.length} ${papers.length === 1 ? "paper" : "papers"}.`,
  };
}

/**
 * Mails the digest: makes today's issue (a calendar date in the digest's time zone has one, ever)
 * and sends what it, or one of the last 24 hours, still owes. Answers what it did, in a sentence.
 * Idempotent: run twice, or by two processes at once, it mails nobody twice.
 */
export async function runDigest({
  now,
  mailer,
}: {
  now: () => Date;
  mailer: Mailer;
}): Promise<string> {
  const { frozen, why } = await ensureIssue(now());
  const total: SendCount = { sent: 0, failed: 0, givenUp: 0 };
  for (const issue of await listOpenIssues(new Date(now().getTime() - ISSUE_LIFE))) {
    const { sent, failed, givenUp } = await sendIssue(issue, { mailer, now });
    total.sent += sent;
    total.failed += failed;
    total.givenUp += givenUp;
  }
  if (total.sent + total.failed + total.givenUp === 0) {
    return frozen ? `${why} It owes nobody a mail: nothing sent.` : why;
  }
  const trouble = total.failed ? `, ${total.failed} failed and will be tried again` : "";
  const lost = total.givenUp ? `, ${total.givenUp} given up` : "";
  return `${why} Mails sent: ${total.sent}${trouble}${lost}.`;
}

/** Whether the schedule's hour has come on this calendar date. */
export function isDigestDue(now: Date): boolean {
  const { hour, timeZone } = env().digest;
  return hourIn(now, timeZone) >= hour;
}
