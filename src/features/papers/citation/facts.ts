import { plainText } from "@/lib/markup/markup";
import { isArxivId } from "../schema";
import { type AuthorName, splitName } from "./author-name";

/** The facts of a paper that bibliographies use. Texts are as the source wrote them, with TeX. */
export type CitedPaper = {
  id: string;
  title: string;
  summary: string;
  publishedAt: Date;
  version: number | null;
  /** Authors who are not hidden, in order */
  authors: string[];
  authorCount: number;
  organization: string | null;
  /** The primary one first */
  categories: string[];
  keywords: string[];
  doi: string | null;
  journal: string | null;
  pageUrl: string | null;
  pdfUrl: string | null;
  githubRepo: string | null;
  upvotes: number;
  comments: number;
  day: string;
};

/** Splits the authors' names into their parts. Some sources write names with TeX: `Nguy\~ên`. */
export const splitAuthorNames = ({ authors }: CitedPaper): AuthorName[] =>
  authors.map((name) => splitName(plainText(name)));

/** Returns the URL of the paper itself, not of its page here. */
export const findPageUrl = ({ id, pageUrl }: CitedPaper): string | null =>
  isArxivId(id) ? `https://arxiv.org/abs/${id}` : pageUrl;

export const findPdfUrl = ({ id, pdfUrl }: CitedPaper): string | null =>
  isArxivId(id) ? `https://arxiv.org/pdf/${id}` : pdfUrl;

/** Returns year, month (1–12) and day of the first version, in UTC. */
export const toDateParts = ({ publishedAt }: CitedPaper): [number, number, number] => [
  publishedAt.getUTCFullYear(),
  publishedAt.getUTCMonth() + 1,
  publishedAt.getUTCDate(),
];

/**
 * Finds the year in a journal reference such as "Phys. Rev. D 76, 013009 (2007)"; null for a paper
 * without a journal or where the reference has no year.
 */
export function findJournalYear({ journal }: CitedPaper): number | null {
  const [, year] = /\((?:\w+\.? )?((?:19|20)\d{2})\)/.exec(journal ?? "") ?? [];
  return year ? Number(year) : null;
}
