import { foldText } from "@/lib/text/fold";
import { ABSTRACT_STOP_WORDS } from "@/lib/text/stop-words";

/** The text of a paper that similarity is computed from. */
export type SimilarText = { title: string; summary: string; keywords: string[] };
type WeightedTerm = { term: string; weight: number };

/** Terms of a paper whose papers are counted, and those of them that are looked up. */
const MAX_COUNTED_TERMS = 50;
const MAX_QUERIED_TERMS = 12;
/** Counting the papers of a term stops here: a term of more papers hardly distinguishes one of them. */
export const MAX_PAPERS_PER_TERM = 1_000;
/** Counting the archive stops here, which is enough to recognize a large share of it. */
export const MAX_ARCHIVE_COUNT = 20_000;
/** A term that occurs in a larger share of the archive isn't looked up. */
const MAX_ARCHIVE_SHARE = 0.1;
/** A similar paper contains at least this share of the total weight of the terms. */
export const MIN_WEIGHT_SHARE = 0.12;

const WEIGHT = { title: 3, keyword: 2, abstract: 1 };

/** Characters of each part of a paper that are read. */
const MAX_LENGTH = { title: 1_000, keywords: 2_000, summary: 5_000 };

/** Splits a text as SearchIndex does, without numbers, stop words and words of one or two letters. */
const splitWords = (text: string): string[] =>
  (foldText(text).match(/[\p{L}\p{N}]{3,40}/gu) ?? []).filter(
    (word) => !ABSTRACT_STOP_WORDS.has(word) && !/^\p{N}+$/u.test(word),
  );

/**
 * Returns the terms of a paper, the heaviest first. A title weighs more than keywords, these more than
 * the abstract, and each repetition less than the one before it.
 */
export function extractTerms({ title, summary, keywords }: SimilarText): WeightedTerm[] {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of splitWords(text)) weights.set(word, (weights.get(word) ?? 0) + weight);
  };
  add(title.slice(0, MAX_LENGTH.title), WEIGHT.title);
  add(keywords.join(" ").slice(0, MAX_LENGTH.keywords), WEIGHT.keyword);
  add(summary.slice(0, MAX_LENGTH.summary), WEIGHT.abstract);
  return [...weights]
    .map(([term, weight]) => ({ term, weight: Math.log2(1 + weight) }))
    .sort(byWeight)
    .slice(0, MAX_COUNTED_TERMS);
}

/**
 * Chooses the terms to look up and multiplies their weight by their rarity. Leaves out a term that no
 * other paper contains, and one that too many do.
 *
 * @param papers number of papers that contain each term, counted up to MAX_PAPERS_PER_TERM
 * @param archive number of all papers, counted up to MAX_ARCHIVE_COUNT
 */
export function chooseTerms(
  terms: WeightedTerm[],
  papers: Map<string, number>,
  archive: number,
): WeightedTerm[] {
  const maxPapers = Math.min(MAX_PAPERS_PER_TERM - 1, Math.max(2, archive * MAX_ARCHIVE_SHARE));
  return terms
    .flatMap(({ term, weight }) => {
      const count = papers.get(term) ?? 0;
      const rarity = Math.log2(1 + archive / Math.max(1, count));
      return count < 2 || count > maxPapers ? [] : [{ term, weight: weight * rarity }];
    })
    .sort(byWeight)
    .slice(0, MAX_QUERIED_TERMS);
}

/** Formats a term for FTS5's MATCH, in the columns that state the subject of a paper. */
export const formatTermMatch = (term: string): string =>
  `{title abstract keywords} : "${term.replaceAll('"', "")}"`;

/** Breaks ties by the term itself, so that the same paper always gets the same neighbors. */
const byWeight = (a: WeightedTerm, b: WeightedTerm) =>
  b.weight - a.weight || (a.term < b.term ? -1 : Number(a.term > b.term));
