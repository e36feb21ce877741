import { plainText } from "@/lib/markup";

/** `Ada Lovelace, Alan Turing, Grace Hopper and 12 others` */
export function listAuthors(authors: string[], count: number): string {
  const others = count - authors.length;
  if (others > 0) return `${authors.join(", ")} and ${others} ${others === 1 ? "other" : "others"}`;
  if (authors.length < 2) return authors.join("");
  return `${authors.slice(0, -1).join(", ")} and ${authors.at(-1)}`;
}

export const countAuthors = (count: number): string =>
  `${count.toLocaleString("en")} ${count === 1 ? "author" : "authors"}`;

type Byline = { authors: string[]; authorCount: number; organization: string | null };

/** The organisation, or the first authors, with how many there are. */
export function byline({ authors, authorCount, organization }: Byline): string {
  if (organization) return `${organization} · ${countAuthors(authorCount)}`;
  return authorCount ? listAuthors(authors, authorCount) : "Authors not told";
}

/** The first `limit` characters of an abstract as plain text, cut at a word. */
export function excerpt(summary: string, limit: number): string {
  // Cut generously before formulas are read: nobody sees what follows.
  const text = plainText(summary.slice(0, limit * 3));
  if (text.length <= limit && summary.length <= limit * 3) return text;
  const cut = text.slice(0, limit);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), limit - 40)).replace(/[\s,;:.]+$/, "")}…`;
}
