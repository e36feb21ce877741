import { foldWidths, isAscii } from "@/lib/text/fold";

/**
 * A word: a run of letters and digits, or one letter with `++` or `#`, which names a programming
 * language. Chinese, Japanese and Korean have no spaces between words, so each character counts as one.
 */
const WORD =
  /(?=\p{L})[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]|\p{L}(?:\+\+|#)(?![\p{L}\p{N}])|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}\p{M}])+/gu;
const ASCII_WORD = /[a-z](?:\+\+|#)(?![a-z0-9])|[a-z0-9]+/g;

/**
 * Folds a text to its words, with a space around each: ` latent diffusion `. A text contains a phrase
 * of whole words if its folded form contains the phrase's. Returns "" if there is no word.
 */
export function foldWords(text: string): string {
  const words = foldWidths(text).match(isAscii(text) ? ASCII_WORD : WORD);
  return words ? ` ${words.join(" ")} ` : "";
}
