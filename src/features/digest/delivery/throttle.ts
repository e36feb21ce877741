import { MINUTE } from "@/lib/duration";

/** Processes reserve times for at most this many emails ahead. A later time means that the clock was set back. */
const MAX_EMAILS_AHEAD = 20;

/**
 * Computes when the next email may be sent (`at`) and the earliest time of the one after it (`rateAt`).
 * Emails are evenly spaced, without bursts: unused times are not saved up. Pure.
 *
 * @param rateAt the `rateAt` of the previous call; null before the first email
 * @param rate emails per minute
 */
export function computeSendTime(
  rateAt: Date | null,
  now: Date,
  rate: number,
): { at: Date; rateAt: Date } {
  const gap = MINUTE / rate;
  const hasClockJumped =
    rateAt !== null && rateAt.getTime() > now.getTime() + MAX_EMAILS_AHEAD * gap;
  const earliest = rateAt === null || hasClockJumped ? 0 : rateAt.getTime();
  const at = Math.max(earliest, now.getTime());
  return { at: new Date(at), rateAt: new Date(Math.ceil(at + gap)) };
}
