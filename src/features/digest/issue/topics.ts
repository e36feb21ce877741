import type { Topics } from "@/features/digest/schema";
import { wordsOf } from "./fold";

/** What topics look at in a paper. */
export type PaperText = {
  id: string;
  title: string;
  summary: string;
  keywords: string[];
  categories: string[];
  /** Those who are not hidden */
  authors: string[];
  /** The names of its organisation */
  organizations: string[];
};

/** A paper made ready to be compared with many readers' topics. */
export type PreparedPaper = {
  id: string;
  /** Of title, keywords and abstract; a text's end is no word, so that no phrase crosses it */
  words: string;
  /** As they are written, by their lower case */
  categories: Map<string, string>;
  authors: Set<string>;
  organizations: Set<string>;
};

/** Between two texts: no word looks like it. */
const END = "|";

export const preparePaper = (paper: PaperText): PreparedPaper => ({
  id: paper.id,
  words: [paper.title, ...paper.keywords, paper.summary].map(wordsOf).join(END),
  categories: new Map(paper.categories.map((name) => [name.toLowerCase(), name])),
  authors: new Set(paper.authors.map(wordsOf)),
  organizations: new Set(paper.organizations.map(wordsOf)),
});

/** What a reader named, folded, with what is said of a paper that matches it. */
type Term = { term: string; said: string };

export type PreparedTopics = {
  categories: string[];
  keywords: Term[];
  authors: Term[];
  organizations: Term[];
  excluded: string[];
  /** Nothing is asked for: every paper matches that isn't taken out */
  matchesEverything: boolean;
};

/** Terms without a single word match nothing, rather than everything. */
const termsOf = (names: string[] = [], say = (name: string) => name): Term[] =>
  names.map((name) => ({ term: wordsOf(name), said: say(name) })).filter(({ term }) => term);

const quoted = (name: string) => `“${name}”`;

export function prepareTopics(topics: Topics): PreparedTopics {
  const { categories = [], keywords = [], authors = [], organizations = [] } = topics;
  return {
    categories: categories.map((name) => name.trim().toLowerCase()).filter(Boolean),
    keywords: termsOf(keywords, quoted),
    authors: termsOf(authors),
    organizations: termsOf(organizations),
    excluded: termsOf(topics.excluded).map(({ term }) => term),
    matchesEverything: [categories, keywords, authors, organizations].every(
      (list) => list.length === 0,
    ),
  };
}

/** `cs` of `cs.CL`. */
export const parseArchive = (category: string): string => category.replace(/\..*$/, "");

const categoryIn = ({ categories }: PreparedPaper, wanted: string): string[] => {
  const exact = categories.get(wanted);
  if (exact) return [exact];
  // `cs` is all of it: one of the paper's is enough to say why.
  const below = [...categories].find(([name]) => parseArchive(name) === wanted);
  return below ? [below[1]] : [];
};

/**
 * Why a paper matches a reader's topics: `cs.CL`, `“diffusion”`, `Ada Lovelace`. Empty where
 * everything is wanted, null where it doesn't match or has a word that takes it out.
 */
export function findMatchReasons(topics: PreparedTopics, paper: PreparedPaper): string[] | null {
  if (topics.excluded.some((term) => paper.words.includes(term))) return null;
  if (topics.matchesEverything) return [];
  const among = (names: Set<string>, terms: Term[]) => terms.filter(({ term }) => names.has(term));
  const terms = [
    ...topics.keywords.filter(({ term }) => paper.words.includes(term)),
    ...among(paper.authors, topics.authors),
    ...among(paper.organizations, topics.organizations),
  ];
  const categories = topics.categories.flatMap((wanted) => categoryIn(paper, wanted));
  const reasons = [...new Set([...categories, ...terms.map(({ said }) => said)])];
  return reasons.length ? reasons : null;
}
