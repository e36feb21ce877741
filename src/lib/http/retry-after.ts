import { DAY, SECOND } from "@/lib/duration";
import { parseHttpDate } from "./date";

/** Limits the effect of a server's mistake. */
const MAX_WAIT = DAY;

/**
 * Parses a `Retry-After` header (RFC 9110, 10.2.3), which contains seconds or an HTTP date.
 *
 * @returns when to ask again, between now and a day from now; undefined if it can't be parsed
 */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const text = value?.trim() ?? "";
  const isSeconds = /^\d+$/.test(text);
  const time = isSeconds ? now.getTime() + Number(text) * SECOND : parseHttpDate(text)?.getTime();
  if (time === undefined) return undefined;
  return new Date(Math.min(Math.max(time, now.getTime()), now.getTime() + MAX_WAIT));
}
