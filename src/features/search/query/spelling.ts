import { foldText } from "@/lib/text/fold";
import type { Expression, Term } from "./parse";

/** A word of the index with the number of papers that contain it. */
export type IndexWord = { term: string; doc: number };

const MIN_WORD_LENGTH = 4;
const MAX_WORD_LENGTH = 24;
/** Longer words may have two edits. */
const MAX_LENGTH_WITH_ONE_EDIT = 6;
const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyz",
  "абвгдежзийклмнопрстуфхцчшщъыьэюя",
  "αβγδεζηθικλμνξοπρστυφχψω",
];

/** Returns the plain words of a query: a word with an operator, a phrase or a minus is taken literally. */
export const listSpellable = ({ terms }: Expression): Term[] =>
  terms.filter(
    ({ field, phrase, not, text }) =>
      field === "any" &&
      !phrase &&
      !not &&
      text.length >= MIN_WORD_LENGTH &&
      text.length <= MAX_WORD_LENGTH &&
      /^\p{L}+$/u.test(text),
  );

/** Returns all texts one edit away from a word: a letter removed, added or replaced, or two swapped. */
export function editsOfOne(word: string): string[] {
  const letters = ALPHABETS.find((alphabet) => alphabet.includes(word.charAt(0))) ?? "";
  const edits = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const head = word.slice(0, at);
    const tail = word.slice(at);
    if (tail) edits.add(head + tail.slice(1));
    if (tail.length > 1) edits.add(head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
    for (const letter of letters) {
      if (tail) edits.add(head + letter + tail.slice(1));
      edits.add(head + letter + tail);
    }
  }
  edits.delete(word);
  return [...edits];
}

/**
 * Computes the number of edits between two words, where swapping two neighbors is one edit (optimal
 * string alignment). Returns `limit + 1` for any larger number.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  // Rows of the matrix: the one before the previous, the previous, and the current one.
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replacement = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + replacement,
      );
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, (beforePrevious[column - 2] ?? limit) + 1);
      }
      current.push(least);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? limit + 1;
}

/** Returns the words that a word may be a misspelling of: fewest edits first, then most papers. */
export function rankSuggestions(word: string, words: IndexWord[]): string[] {
  const folded = foldText(word);
  const limit = folded.length > MAX_LENGTH_WITH_ONE_EDIT ? 2 : 1;
  return words
    .map((one) => ({ ...one, edits: editDistance(folded, one.term, limit) }))
    .filter(({ edits, term }) => edits > 0 && edits <= limit && term.length >= MIN_WORD_LENGTH - 1)
    .toSorted((a, b) => a.edits - b.edits || b.doc - a.doc || a.term.localeCompare(b.term))
    .map(({ term }) => term);
}

/** Replaces the text of terms in a normalized query. */
export function replaceTerms(query: string, replacements: { term: Term; word: string }[]): string {
  let text = query;
  for (const { term, word } of replacements.toSorted((a, b) => b.term.at - a.term.at)) {
    text = text.slice(0, term.at) + word + text.slice(term.at + term.text.length);
  }
  return text;
}
