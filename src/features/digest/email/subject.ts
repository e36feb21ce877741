import { mailLine } from "@/lib/email-text";

const LONGEST_TITLE = 90;

/** What a mail of these papers is called: its first paper, and how many more there are. One line of at most 110 characters. */
export function formatSubject(titles: string[]): string {
  const [first = "", ...more] = titles;
  // Words that look encoded (RFC 2047) would be decoded, and may hold what was taken out.
  const short = mailLine(first.replaceAll("=?", "= ?"), LONGEST_TITLE) || "Papers for you";
  return more.length ? `${short} and ${more.length} more` : short;
}
