/** A slip of the other side must not silence it for longer. */
const LONGEST = 24 * 60 * 60 * 1000;

/** When a `Retry-After` lets us ask again, at most a day from now: it says seconds or a date. */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const text = value?.trim() ?? "";
  const at = /^\d+$/.test(text) ? now.getTime() + Number(text) * 1000 : Date.parse(text);
  // `Date.parse` makes a year of "-5"; a date of HTTP begins with its weekday.
  if (!/^(\d+$|[A-Za-z]{3})/.test(text) || Number.isNaN(at)) return undefined;
  return new Date(Math.min(Math.max(at, now.getTime()), now.getTime() + LONGEST));
}
