import type { Topics } from "@/features/digest/schema";
import { foldWords } from "./fold-words";

/** The parts of a paper that topics are compared with. */
export type PaperText = {
  id: string;
  title: string;
  summary: string;
  keywords: string[];
  categories: string[];
  /** Without hidden authors */
  authors: string[];
  /** The short and the full name of its organization */
  organizations: string[];
};

/** A paper, folded once to be compared with many subscribers' topics. */
export type PreparedPaper = {
  id: string;
  /** The words of title, keywords and abstract, with a separator between two texts */
  words: string;
  /** Keys are lower case, values as the source writes them */
  categories: Map<string, string>;
  authors: Set<string>;
  organizations: Set<string>;
};

/** Separates two texts. No word contains it, so that no phrase matches across the end of a text. */
const TEXT_SEPARATOR = "|";

export const preparePaper = (paper: PaperText): PreparedPaper => ({
  id: paper.id,
  words: [paper.title, ...paper.keywords, paper.summary].map(foldWords).join(TEXT_SEPARATOR),
  categories: new Map(paper.categories.map((name) => [name.toLowerCase(), name])),
  authors: new Set(paper.authors.map(foldWords)),
  organizations: new Set(paper.organizations.map(foldWords)),
});

/** A topic: its folded words, and the label that names it beside a paper. */
type Term = { words: string; label: string };

export type PreparedTopics = {
  /** Lower case */
  categories: string[];
  keywords: Term[];
  authors: Term[];
  organizations: Term[];
  /** The folded words of each excluded term */
  excluded: string[];
  /** The subscriber named nothing to match: every paper matches that is not excluded */
  matchesEverything: boolean;
};

const quote = (name: string) => `“${name}”`;

/** Folds terms. A term without a word is dropped: it would match everything. */
const prepareTerms = (names: string[] = [], formatLabel = (name: string) => name): Term[] =>
  names
    .map((name) => ({ words: foldWords(name), label: formatLabel(name) }))
    .filter(({ words }) => words);

export function prepareTopics(topics: Topics): PreparedTopics {
  const { categories = [], keywords = [], authors = [], organizations = [] } = topics;
  return {
    categories: categories.map((name) => name.trim().toLowerCase()).filter(Boolean),
    keywords: prepareTerms(keywords, quote),
    authors: prepareTerms(authors),
    organizations: prepareTerms(organizations),
    excluded: prepareTerms(topics.excluded).map(({ words }) => words),
    // A list whose terms have no words is not empty: it matches nothing.
    matchesEverything: [categories, keywords, authors, organizations].every(
      (list) => list.length === 0,
    ),
  };
}

/** Returns the archive of a category: `cs` of `cs.CL`. */
export const parseArchive = (category: string): string => category.replace(/\..*$/, "");

/** Finds the paper's category that matches a wanted category or archive. */
function findCategory({ categories }: PreparedPaper, wanted: string): string | null {
  const exact = categories.get(wanted);
  if (exact) return exact;
  // An archive such as `cs` may match several; the first is enough as a reason.
  const inArchive = [...categories].find(([name]) => parseArchive(name) === wanted);
  return inArchive ? inArchive[1] : null;
}

/**
 * Lists the topics that a paper matches, as labels: `cs.CL`, `“diffusion”`, `Ada Lovelace`.
 *
 * @returns an empty list if every paper matches; null if this one does not match or is excluded
 */
export function findMatchReasons(topics: PreparedTopics, paper: PreparedPaper): string[] | null {
  if (topics.excluded.some((words) => paper.words.includes(words))) return null;
  if (topics.matchesEverything) return [];
  const categories = topics.categories.map((wanted) => findCategory(paper, wanted));
  const terms = [
    ...topics.keywords.filter(({ words }) => paper.words.includes(words)),
    ...topics.authors.filter(({ words }) => paper.authors.has(words)),
    ...topics.organizations.filter(({ words }) => paper.organizations.has(words)),
  ];
  const labels = [
    ...categories.filter((name) => name !== null),
    ...terms.map(({ label }) => label),
  ];
  return labels.length ? [...new Set(labels)] : null;
}
