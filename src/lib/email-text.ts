import { toOneLine, truncate } from "./text";

// Turn what follows them around, and reach beyond the text they came with. And the controls of C1.
const UNSEEN = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from elsewhere as a mail may show it: one line of at most `limit` characters, without a sign
 * that nobody sees and that turns the line around it.
 */
export const formatEmailLine = (text: string, limit: number): string =>
  truncate(toOneLine(text.replaceAll(UNSEEN, " ")), limit);

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A line of plain text of which words from right to left stay where they are (UAX 9, FSI and PDI). */
export const isolateRightToLeft = (line: string): string =>
  RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line;

/** The words of a text in lines of at most `width` characters; a longer word has a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
