/**
 * A word is a run of letters and digits; one letter with `++` or `#` is a language's name. Chinese,
 * Japanese and Korean have no spaces to tell words by: there each character counts as a word.
 */
const WORD =
  /(?=\p{L})[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]|\p{L}(?:\+\+|#)(?![\p{L}\p{N}])|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}\p{M}])+/gu;
const ASCII_WORD = /[a-z](?:\+\+|#)(?![a-z0-9])|[a-z0-9]+/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is meant
const isAscii = (text: string) => /^[\u0000-\u007f]*$/.test(text);

/** One form of what people write alike: full and half width, capitals and accents are gone. */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC");

/**
 * The folded words of a text with a space around each: a phrase is whole words of it exactly where
 * its own are a part of them. A text without a word is "".
 */
export function wordsOf(text: string): string {
  const words = isAscii(text) ? text.toLowerCase().match(ASCII_WORD) : fold(text).match(WORD);
  return words ? ` ${words.join(" ")} ` : "";
}
