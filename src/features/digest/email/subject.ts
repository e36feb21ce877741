import { formatEmailLine } from "@/lib/email/plain-text";

const MAX_TITLE_LENGTH = 90;

/**
 * Formats an email's subject: the title of its first paper and how many more there are. One line of
 * at most 110 characters.
 */
export function formatSubject(titles: string[]): string {
  const [first = "", ...others] = titles;
  // Email programs decode what looks like an encoded word (RFC 2047). Decoded, it could contain the
  // characters that formatEmailLine removes.
  const harmless = first.replaceAll("=?", "= ?");
  const title = formatEmailLine(harmless, MAX_TITLE_LENGTH) || "Papers for you";
  return others.length ? `${title} and ${others.length} more` : title;
}
