import { plainText } from "@/lib/markup/markup";
import { plural } from "@/lib/plural";
import { cleanText } from "@/lib/text/text";

export const formatAuthorCount = (count: number): string => plural(count, "author");

/** Splits Paper.authorNames, which has one name per line. */
export const splitNames = (lines: string): string[] => (lines ? lines.split("\n") : []);

const MAX_BYLINE_AUTHORS = 3;

type Byline = { authors: string[]; authorCount: number; organization: string | null };

/** Formats the organization, or the first authors, and the number of authors: `A Lab · 12 authors`. */
export function formatByline({ authors, authorCount, organization }: Byline): string {
  if (authorCount === 0) return organization ?? "Authors unknown";
  const firstAuthors = authors.slice(0, MAX_BYLINE_AUTHORS);
  const names = organization ?? firstAuthors.join(", ");
  const areAllNamed = !organization && firstAuthors.length === authorCount;
  return areAllNamed ? names : `${names} · ${formatAuthorCount(authorCount)}`;
}

/** Returns the first `limit` characters of an abstract as plain text, cut at a word. */
export function buildExcerpt(summary: string, limit: number): string {
  // Formulas shrink as plain text; three times the limit is enough source for it.
  const text = plainText(summary.slice(0, limit * 3));
  if (text.length <= limit && summary.length <= limit * 3) return text;
  const cut = text.slice(0, limit);
  // Where there is no space to cut at, the cut can leave half a surrogate pair.
  const short = cleanText(cut.slice(0, Math.max(cut.lastIndexOf(" "), limit - 40)));
  return `${short.replace(/[\s,;:.]+$/, "")}…`;
}
