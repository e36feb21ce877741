import { foldText } from "@/lib/fold";
import type { Expression, Term } from "./parse";

/** A word of the index, and how many papers hold it. */
export type IndexWord = { term: string; doc: number };

const SHORTEST = 4;
const LONGEST = 24;
const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyz",
  "абвгдежзийклмнопрстуфхцчшщъыьэюя",
  "αβγδεζηθικλμνξοπρστυφχψω",
];

/** Plain words that could be misspelt: an own field, a phrase or a negation is meant as it stands. */
export const listSpellable = ({ terms }: Expression): Term[] =>
  terms.filter(
    ({ field, phrase, not, text }) =>
      field === "any" &&
      !phrase &&
      !not &&
      text.length >= SHORTEST &&
      text.length <= LONGEST &&
      /^\p{L}+$/u.test(text),
  );

/** Everything one slip away from a word: a letter left out, added, changed, or two swapped; or a space left out. */
export function editsOfOne(word: string): string[] {
  const letters = ALPHABETS.find((alphabet) => alphabet.includes(word.charAt(0))) ?? "";
  const away = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const head = word.slice(0, at);
    const tail = word.slice(at);
    if (tail) away.add(head + tail.slice(1));
    if (tail.length > 1) away.add(head + tail.charAt(1) + tail.charAt(0) + tail.slice(2));
    for (const letter of letters) {
      if (tail) away.add(head + letter + tail.slice(1));
      away.add(head + letter + tail);
    }
  }
  away.delete(word);
  return [...away];
}

/** How many slips lead from one word to another, swapped neighbours being one; `limit` + 1 for more. */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let older: number[] = [];
  let old = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min(
        (old[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (old[column - 1] ?? 0) + same,
      );
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, (older[column - 2] ?? limit) + 1);
      }
      line.push(least);
    }
    if (Math.min(...line) > limit) return limit + 1;
    older = old;
    old = line;
  }
  return old[to.length] ?? limit + 1;
}

/** Words near a word, the likeliest first: fewest slips, then in most papers. A longer word may have two slips. */
export function rankSuggestions(word: string, known: IndexWord[]): string[] {
  const folded = foldText(word);
  const limit = folded.length > 6 ? 2 : 1;
  return known
    .map((one) => ({ ...one, away: editDistance(folded, one.term, limit) }))
    .filter(({ away, term }) => away > 0 && away <= limit && term.length >= SHORTEST - 1)
    .toSorted((a, b) => a.away - b.away || b.doc - a.doc || a.term.localeCompare(b.term))
    .map(({ term }) => term);
}

/** A query with other words in place of some of its terms. */
export function replaceTerms(query: string, changes: { term: Term; word: string }[]): string {
  let text = query;
  for (const { term, word } of changes.toSorted((a, b) => b.term.at - a.term.at)) {
    text = text.slice(0, term.at) + word + text.slice(term.at + term.text.length);
  }
  return text;
}
