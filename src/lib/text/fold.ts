// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

export const isAscii = (text: string): boolean => ASCII.test(text);

/** Removes case and all diacritics, as the tokenizer of SearchIndex does: `Müller` becomes `muller`. */
export const foldText = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/**
 * Removes case, accents and the difference between full and half width: `Ａ` becomes `a`. Marks of other
 * scripts stay, because they distinguish letters: the voicing marks of kana, the vowel signs of Hindi.
 */
export const foldWidths = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : text
        .normalize("NFKD")
        .toLowerCase()
        .replaceAll(/[\u0300-\u036f]/g, "")
        .normalize("NFC");
