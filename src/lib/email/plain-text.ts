import { toOneLine, truncate } from "@/lib/text/text";

/** C1 control characters, and marks that can change the direction of the text after them. */
const INVISIBLE = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Formats text from elsewhere for an email: one line of at most `limit` characters, without invisible
 * characters that would change the direction of the text around it.
 */
export const formatEmailLine = (text: string, limit: number): string =>
  truncate(toOneLine(text.replaceAll(INVISIBLE, " ")), limit);

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Isolates a line that contains right-to-left text, so that its words keep their place (UAX 9, FSI and PDI). */
export const isolateRightToLeft = (line: string): string =>
  RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line;

/** Wraps a text into lines of at most `width` characters. A longer word has a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const [first = "", ...words] = text.split(" ");
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (line.length + 1 + word.length <= width) {
      line = `${line} ${word}`;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines;
}
