// RFC 9110, 5.6.7: IMF-fixdate, then the two obsolete forms that a recipient must accept.
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Parses an HTTP date (RFC 9110, 5.6.7), in any of its three forms; null for any other text. */
export function parseHttpDate(text: string): Date | null {
  const isAsctime = ASCTIME.test(text);
  if (!isAsctime && !IMF_FIXDATE.test(text) && !RFC_850.test(text)) return null;
  // The form of asctime names no zone: it is UTC, but Date.parse would read it as local time.
  const time = Date.parse(isAsctime ? `${text} GMT` : text);
  return Number.isNaN(time) ? null : new Date(time);
}
