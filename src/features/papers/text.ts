import { plainText } from "@/lib/markup/markup";
import { cleanText } from "@/lib/text";

export const formatAuthorCount = (count: number): string =>
  `${count.toLocaleString("en")} ${count === 1 ? "author" : "authors"}`;

/** The names of Paper.authorNames, which holds a line each. */
export const splitNames = (lines: string): string[] => (lines ? lines.split("\n") : []);

/** So many authors a byline names. */
const NAMED = 3;

type Byline = { authors: string[]; authorCount: number; organization: string | null };

/** The organisation, or the first authors, with how many authors there are. */
export function formatByline({ authors, authorCount, organization }: Byline): string {
  if (authorCount === 0) return organization ?? "Authors unknown";
  const named = authors.slice(0, NAMED);
  const who = organization ?? named.join(", ");
  const allNamed = !organization && named.length === authorCount;
  return allNamed ? who : `${who} · ${formatAuthorCount(authorCount)}`;
}

/** The first `limit` characters of an abstract as plain text, cut at a word. */
export function buildExcerpt(summary: string, limit: number): string {
  // Cut generously before formulas are read: nobody sees what follows.
  const text = plainText(summary.slice(0, limit * 3));
  if (text.length <= limit && summary.length <= limit * 3) return text;
  const cut = text.slice(0, limit);
  // Where there is no space to cut at, half a character may stand at the end.
  const short = cleanText(cut.slice(0, Math.max(cut.lastIndexOf(" "), limit - 40)));
  return `${short.replace(/[\s,;:.]+$/, "")}…`;
}
