import type { SearchTerms } from "../schema";

type Match = { start: number; end: number };

const isWordSign = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

/** Where the word that holds a place ends. */
function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordSign(text.charCodeAt(at))) at += 1;
  return at;
}

function nextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordSign(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where a phrase that begins at the start of a word ends, or -1. */
function phraseEnd(
  text: string,
  start: number,
  { words, isPrefix: begun }: SearchTerms[number],
): number {
  let at = start;
  let end = -1;
  for (const [index, word] of words.entries()) {
    if (index > 0) at = nextWord(text, end);
    if (!text.startsWith(word, at)) return -1;
    end = wordEnd(text, at + word.length);
    const isOpen = begun && index === words.length - 1;
    if (!isOpen && end !== at + word.length) return -1;
  }
  return end;
}

/**
 * Where in a text of ASCII something wanted stands: as findAnyMarks finds it, but without taking
 * the text apart, which left a megabyte of words to each page of hits.
 */
export function findAsciiMatches(text: string, wanted: SearchTerms): Match[] {
  const lower = text.toLowerCase();
  const found: Match[] = [];
  for (const phrase of wanted) {
    const [first = ""] = phrase.words;
    if (first === "") continue;
    for (let at = lower.indexOf(first); at >= 0; at = lower.indexOf(first, at + 1)) {
      if (at > 0 && isWordSign(lower.charCodeAt(at - 1))) continue;
      const end = phraseEnd(lower, at, phrase);
      if (end >= 0) found.push({ start: at, end });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let done = 0;
  return found.filter(({ start, end }) => {
    if (start < done) return false;
    done = end;
    return true;
  });
}
