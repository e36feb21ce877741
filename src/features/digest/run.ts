import { env } from "@/env";
import { addDays, dayIn, dayOf, hourIn } from "@/lib/day";
import type { Mailer } from "@/lib/mailer";
import { editionName } from "./edition";
import { digestSubject } from "./email";
import { freezeIssue } from "./mutations-freeze";
import { countActive, DIGEST_DAYS, findIssue, findLastUntil } from "./queries";
import { sendDigest } from "./send";

type Frozen = { frozen: boolean; why: string };

/** Makes today's issue where there is none yet, or says why there is nothing to make. */
async function ensureIssue(now: () => Date, due: boolean): Promise<Frozen> {
  const { hour, timeZone } = env().digest;
  const date = dayIn(now(), timeZone);
  const schedule = { rhythm: "daily" as const, weekday: 1, hour, timeZone };
  const edition = editionName({ ...schedule, date });
  if (!due) return { frozen: false, why: `The hour of ${edition}'s issue is still to come.` };
  if (await findIssue(edition)) return { frozen: true, why: `The issue of ${edition} exists.` };
  if ((await countActive()) === 0) return { frozen: false, why: "Nobody is subscribed: no mail." };

  const last = await findLastUntil();
  const weekAgo = addDays(dayOf(now()), -DIGEST_DAYS);
  const since = last ?? new Date(0);
  let count: number;
  try {
    count = await freezeIssue({ schedule, date, since, now, subjectOf: digestSubject });
  } catch (error) {
    // Another process made it at the same moment: theirs stands.
    if (await findIssue(edition)) return { frozen: true, why: `The issue of ${edition} exists.` };
    throw error;
  }
  if (count === 0) {
    const start = last ? `the last issue (${last.toISOString()})` : weekAgo;
    return { frozen: false, why: `No new papers since ${start}: no mail.` };
  }
  const papers = count === 1 ? "1 paper" : `${count} papers`;
  return { frozen: true, why: `The issue of ${edition} has ${papers}.` };
}

type DigestRun = {
  now: () => Date;
  mailer: Mailer;
  /** Whether today's issue may be made; what earlier ones owe is sent in any case. */
  due: boolean;
  /** Asked before each mail: once true, the rest is left to the next run. */
  stopping: () => boolean;
};

/**
 * Mails the digest: makes today's issue (a calendar date in the digest's time zone has one, ever)
 * and sends what it, or one of the last 24 hours, still owes. Answers what it did, in a sentence.
 * Idempotent: run twice, or by two processes at once, it mails nobody twice.
 */
export async function runDigest({ now, mailer, due, stopping }: DigestRun): Promise<string> {
  const { why } = await ensureIssue(now, due);
  const { sentence } = await sendDigest({ now, mailer, stopping });
  return `${why} ${sentence}`;
}

/** Whether the schedule's hour has come on this calendar date. */
export function isDigestDue(now: Date): boolean {
  const { hour, timeZone } = env().digest;
  return hourIn(now, timeZone) >= hour;
}
