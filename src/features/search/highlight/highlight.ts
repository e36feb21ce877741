import type { Expression } from "@/features/search/query/parse";
import type { SearchTerms, Segment } from "@/features/search/schema";
import { foldText, isAscii } from "@/lib/text/fold";
import { findAsciiMatches } from "./ascii";

/** Characters of scripts that write no spaces: each one counts as a word. */
const UNSPACED =
  /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/u;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const UNSPACED_OR_WORD = new RegExp(
  `${UNSPACED.source}|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}\\p{Co}])+`,
  "gu",
);

type Word = { start: number; end: number; folded: string };

const toWord = (word: string, start: number): Word => ({
  start,
  end: start + word.length,
  folded: foldText(word),
});

/** Splits a text into folded words with their positions in the text. */
function splitWords(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (isAscii(word) || !UNSPACED.test(word)) {
      words.push(toWord(word, index));
      continue;
    }
    for (const part of word.matchAll(UNSPACED_OR_WORD)) {
      words.push(toWord(part[0], index + part.index));
    }
  }
  return words;
}

/** Returns the phrases to highlight in hits: the terms that a query looks for in any field or in titles. */
export function toSearchTerms({ terms }: Expression): SearchTerms {
  const last = terms.at(-1);
  return terms
    .filter(({ field, not }) => !not && (field === "any" || field === "title"))
    .map((term) => ({
      words: splitWords(term.text).map(({ folded }) => folded),
      isPrefix: term === last && !term.phrase,
    }))
    .filter(({ words }) => words.length > 0);
}

type Match = { start: number; end: number };

/** Finds the search terms in a text, in order and without overlaps; the longest one at each position. */
export const findMatches = (text: string, searchTerms: SearchTerms): Match[] =>
  isAscii(text) ? findAsciiMatches(text, searchTerms) : findUnicodeMatches(text, searchTerms);

export function findUnicodeMatches(text: string, searchTerms: SearchTerms): Match[] {
  const words = splitWords(text);
  const matches: Match[] = [];
  for (let at = 0; at < words.length; at += 1) {
    let length = 0;
    for (const phrase of searchTerms) {
      length = Math.max(length, countMatchingWords(words, at, phrase));
    }
    const first = words[at];
    const last = words[at + length - 1];
    if (length === 0 || !first || !last) continue;
    matches.push({ start: first.start, end: last.end });
    at += length - 1;
  }
  return matches;
}

/** Returns the number of words of a phrase that begins at a word; 0 if it doesn't. */
function countMatchingWords(words: Word[], at: number, phrase: SearchTerms[number]): number {
  if (!words[at]?.folded.startsWith(phrase.words[0] ?? "")) return 0;
  const matches = phrase.words.every((expected, index) => {
    const word = words[at + index]?.folded;
    if (word === undefined) return false;
    const isOpen = phrase.isPrefix && index === phrase.words.length - 1;
    return isOpen ? word.startsWith(expected) : word === expected;
  });
  return matches ? phrase.words.length : 0;
}

/** Splits a text into highlighted and plain segments. */
export function highlight(text: string, searchTerms: SearchTerms): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const { start, end } of findMatches(text, searchTerms)) {
    if (start > done) segments.push({ text: text.slice(done, start), highlighted: false });
    segments.push({ text: text.slice(start, end), highlighted: true });
    done = end;
  }
  if (done < text.length) segments.push({ text: text.slice(done), highlighted: false });
  return segments;
}

/** Characters of context before the first match of an excerpt. */
const EXCERPT_LEAD_LENGTH = 60;
const ELLIPSIS: Segment = { text: "…", highlighted: false };

/**
 * Returns the position from which the next `length` characters contain the most whole matches: 0, or
 * the start of a match. Takes matches in order without overlaps, and looks at each of them twice only,
 * since a hostile abstract has ten thousands.
 */
function findDensestMatch(matches: Match[], length: number): number {
  let best = 0;
  let bestCount = 0;
  let until = 0;
  for (const [index, start] of [0, ...matches.map((match) => match.start)].entries()) {
    while ((matches[until]?.end ?? Infinity) <= start + length) until += 1;
    // The first start is that of the text, so the match at a start has the index before.
    const count = until - Math.max(0, index - 1);
    if (count > bestCount) {
      bestCount = count;
      best = start;
    }
  }
  return best;
}

/** Returns about `length` characters of a text, highlighted, from where most of its matches are. */
export function highlightExcerpt(
  text: string,
  searchTerms: SearchTerms,
  length: number,
): Segment[] {
  if (text.length <= length) return highlight(text, searchTerms);
  const best = findDensestMatch(findMatches(text, searchTerms), length - EXCERPT_LEAD_LENGTH);
  const from =
    best <= EXCERPT_LEAD_LENGTH
      ? 0
      : findWordStart(text, Math.min(best - EXCERPT_LEAD_LENGTH, text.length - length));
  const until = from + length >= text.length ? text.length : findWordEnd(text, from + length);
  const segments = highlight(text.slice(from, until).trim(), searchTerms);
  if (from > 0) segments.unshift(ELLIPSIS);
  if (until < text.length) segments.push(ELLIPSIS);
  return segments;
}

/** Returns the position after the next space; in a text without spaces one between two characters. */
function findWordStart(text: string, from: number): number {
  const space = text.indexOf(" ", from);
  if (space >= 0 && space - from < EXCERPT_LEAD_LENGTH) return space + 1;
  return /[\udc00-\udfff]/.test(text.charAt(from)) ? from + 1 : from;
}

function findWordEnd(text: string, until: number): number {
  const space = text.lastIndexOf(" ", until);
  if (space > until - EXCERPT_LEAD_LENGTH) return space;
  return /[\udc00-\udfff]/.test(text.charAt(until)) ? until - 1 : until;
}
