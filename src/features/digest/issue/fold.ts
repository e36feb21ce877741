import { foldWidths, isAscii } from "@/lib/fold";

/**
 * A word is a run of letters and digits; one letter with `++` or `#` is a language's name. Chinese,
 * Japanese and Korean have no spaces to tell words by: there each character counts as a word.
 */
const WORD =
  /(?=\p{L})[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]|\p{L}(?:\+\+|#)(?![\p{L}\p{N}])|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}\p{M}])+/gu;
const ASCII_WORD = /[a-z](?:\+\+|#)(?![a-z0-9])|[a-z0-9]+/g;

/**
 * The folded words of a text with a space around each: a phrase is whole words of it exactly where
 * its own are a part of them. A text without a word is "".
 */
export function wordsOf(text: string): string {
  const words = foldWidths(text).match(isAscii(text) ? ASCII_WORD : WORD);
  return words ? ` ${words.join(" ")} ` : "";
}
