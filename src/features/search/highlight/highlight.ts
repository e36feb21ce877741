import type { Expression } from "@/features/search/query/parse";
import type { SearchTerms, Segment } from "@/features/search/schema";
import { findAsciiMatches } from "./ascii";

/** Scripts without spaces: a character is a word. */
const SIGN = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/u;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;
const PARTS = new RegExp(`${SIGN.source}|(?:(?!${SIGN.source})[\\p{L}\\p{N}\\p{M}\\p{Co}])+`, "gu");

const isAscii = (text: string) => ASCII.test(text);

/** Without diacritics and case, as the index compares. */
export const fold = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

type Word = { start: number; end: number; folded: string };

const toWord = (word: string, start: number): Word => ({
  start,
  end: start + word.length,
  folded: fold(word),
});

/** The words of a text with where they stand. */
function splitWords(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (isAscii(word) || !SIGN.test(word)) words.push(toWord(word, index));
    else for (const part of word.matchAll(PARTS)) words.push(toWord(part[0], index + part.index));
  }
  return words;
}

/** What hits of an expression are marked by: all it asks for in any field or in the title. */
export function toSearchTerms({ terms }: Expression): SearchTerms {
  const end = terms.at(-1);
  return terms
    .filter(({ field, not }) => !not && (field === "any" || field === "title"))
    .map((term) => ({
      words: splitWords(term.text).map(({ folded }) => folded),
      isPrefix: term === end && !term.phrase,
    }))
    .filter(({ words }) => words.length > 0);
}

type Match = { start: number; end: number };

/** Where in a text something wanted stands, in order, without overlaps; at one place the longest. */
export const findMatches = (text: string, wanted: SearchTerms): Match[] =>
  isAscii(text) ? findAsciiMatches(text, wanted) : findUnicodeMatches(text, wanted);

export function findUnicodeMatches(text: string, wanted: SearchTerms): Match[] {
  const words = splitWords(text);
  const marks: Match[] = [];
  for (let at = 0; at < words.length; at += 1) {
    let length = 0;
    for (const phrase of wanted) length = Math.max(length, matchLength(words, at, phrase));
    const first = words[at];
    const last = words[at + length - 1];
    if (length === 0 || !first || !last) continue;
    marks.push({ start: first.start, end: last.end });
    at += length - 1;
  }
  return marks;
}

function matchLength(words: Word[], at: number, phrase: SearchTerms[number]): number {
  const { words: sought, isPrefix: begun } = phrase;
  if (!words[at]?.folded.startsWith(sought[0] ?? "")) return 0;
  const matches = sought.every((one, index) => {
    const word = words[at + index]?.folded;
    if (word === undefined) return false;
    return begun && index === sought.length - 1 ? word.startsWith(one) : word === one;
  });
  return matches ? sought.length : 0;
}

/** A text cut into marked and unmarked stretches. */
export function highlight(text: string, wanted: SearchTerms): Segment[] {
  const stretches: Segment[] = [];
  let done = 0;
  for (const { start, end } of findMatches(text, wanted)) {
    if (start > done) stretches.push({ text: text.slice(done, start), highlighted: false });
    stretches.push({ text: text.slice(start, end), highlighted: true });
    done = end;
  }
  if (done < text.length) stretches.push({ text: text.slice(done), highlighted: false });
  return stretches;
}

/** How much of a text stands before the first hit of its excerpt. */
const LEAD = 60;

/** About `length` characters of a text, marked, around where most of what is wanted stands. */
export function highlightExcerpt(text: string, wanted: SearchTerms, length: number): Segment[] {
  if (text.length <= length) return highlight(text, wanted);
  const marks = findMatches(text, wanted);
  const within = (from: number) =>
    marks.filter(({ start, end }) => start >= from && end <= from + length - LEAD).length;
  let best = 0;
  let most = within(0);
  for (const { start } of marks) {
    const count = within(start);
    if (count > most) {
      most = count;
      best = start;
    }
  }
  const from = best <= LEAD ? 0 : wordStart(text, Math.min(best - LEAD, text.length - length));
  const until = from + length >= text.length ? text.length : wordEnd(text, from + length);
  const part = highlight(text.slice(from, until).trim(), wanted);
  const dots = { text: "…", highlighted: false };
  return [...(from > 0 ? [dots] : []), ...part, ...(until < text.length ? [dots] : [])];
}

/** After the next space, so that no word is cut; a text without spaces is cut between characters. */
function wordStart(text: string, from: number): number {
  const space = text.indexOf(" ", from);
  if (space >= 0 && space - from < LEAD) return space + 1;
  return /[\udc00-\udfff]/.test(text.charAt(from)) ? from + 1 : from;
}

function wordEnd(text: string, until: number): number {
  const space = text.lastIndexOf(" ", until);
  if (space > until - LEAD) return space;
  return /[\udc00-\udfff]/.test(text.charAt(until)) ? until - 1 : until;
}
