const MINUTE = 60_000;

/** More than this many mails ahead nobody has reserved: then the clock jumped back. */
const MOST_AHEAD = 20;

/**
 * The moment at which the next mail may go out, and from when on the one after it may. Evenly
 * spaced, without bursts: what was not used is not saved up.
 *
 * @param rateAt the moment reserved last time for now
 * @param rate mails per minute
 */
export function reserve(rateAt: Date | null, now: Date, rate: number): { at: Date; rateAt: Date } {
  const gap = MINUTE / rate;
  const jumped = rateAt && rateAt.getTime() > now.getTime() + MOST_AHEAD * gap;
  const at = Math.max(jumped ? 0 : (rateAt?.getTime() ?? 0), now.getTime());
  return { at: new Date(at), rateAt: new Date(Math.ceil(at + gap)) };
}
