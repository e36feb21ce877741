import type { SearchTerms } from "../schema";

type Match = { start: number; end: number };

const isWordCharacter = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

/** Returns the end of the word that contains a position. */
function findWordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordCharacter(text.charCodeAt(at))) at += 1;
  return at;
}

function findNextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordCharacter(text.charCodeAt(at))) at += 1;
  return at;
}

/** Returns the end of a phrase that begins at `start`, the start of a word; -1 if it doesn't. */
function findPhraseEnd(
  text: string,
  start: number,
  { words, isPrefix }: SearchTerms[number],
): number {
  let at = start;
  let end = -1;
  for (const [index, word] of words.entries()) {
    if (index > 0) at = findNextWord(text, end);
    if (!text.startsWith(word, at)) return -1;
    end = findWordEnd(text, at + word.length);
    const isOpen = isPrefix && index === words.length - 1;
    if (!isOpen && end !== at + word.length) return -1;
  }
  return end;
}

/**
 * Finds search terms in a text of ASCII: the same matches as `findUnicodeMatches`, but without a list
 * of all words, which allocated a megabyte for each page of hits.
 */
export function findAsciiMatches(text: string, searchTerms: SearchTerms): Match[] {
  const lower = text.toLowerCase();
  const matches: Match[] = [];
  for (const phrase of searchTerms) {
    const [first = ""] = phrase.words;
    if (first === "") continue;
    for (let at = lower.indexOf(first); at >= 0; at = lower.indexOf(first, at + 1)) {
      if (at > 0 && isWordCharacter(lower.charCodeAt(at - 1))) continue;
      const end = findPhraseEnd(lower, at, phrase);
      if (end >= 0) matches.push({ start: at, end });
    }
  }
  return removeOverlaps(matches);
}

/** Keeps the first match, and of those at the same position the longest. */
function removeOverlaps(matches: Match[]): Match[] {
  let done = 0;
  return matches
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      if (start < done) return false;
      done = end;
      return true;
    });
}
