/** Deeper than any source nests, and shallow enough for every recursive function that follows. */
const MAX_DEPTH = 64;

// C0 controls except tab, line feed and carriage return; non-characters; lone surrogates.
const UNCLEAN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds them
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export class TooDeepError extends Error {}

/** Removes the characters that databases, XML and email refuse: C0 controls and lone surrogates. */
export const cleanText = (text: string): string => text.replaceAll(UNCLEAN, "");

/** Cleans a text and replaces its line breaks, for formats in which each line is one value. */
export const toOneLine = (text: string): string =>
  cleanText(text)
    .replaceAll(/[\s\u0085]+/g, " ")
    .trim();

const graphemes = new Intl.Segmenter("en");

/**
 * Shortens a text to at most `limit` UTF-16 units, with … at the end if something was cut. It
 * cuts between graphemes (characters as people see them); within a grapheme only if that
 * alone is longer than the limit, and never within a surrogate pair.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The characters after a grapheme decide where it ends. No sensible grapheme is longer than 50 units.
  const start = text.slice(0, limit + 50);
  const end = graphemes.segment(start).containing(limit - 1)?.index || limit - 1;
  return `${cleanText(text.slice(0, end)).trimEnd()}…`;
}

function assertShallow(depth: number): void {
  if (depth >= MAX_DEPTH) throw new TooDeepError(`nests deeper than ${MAX_DEPTH} levels`);
}

/** Whether a value has nothing to remove. Stops at the first finding. @throws TooDeepError */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value === "string") return value.search(UNCLEAN) < 0;
  if (value === null || typeof value !== "object") return true;
  assertShallow(depth);
  return Object.entries(value).every(
    ([name, item]) => name !== "__proto__" && isClean(name, depth) && isClean(item, depth + 1),
  );
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (value === null || typeof value !== "object") return value;
  assertShallow(depth);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const key = cleanText(name);
      return key === "__proto__" ? [] : [[key, cleanValue(item, depth + 1)]];
    }),
  );
}

/**
 * Cleans every text in a JSON value and keeps the order of its keys. Returns the same value if there
 * is nothing to clean. Drops `__proto__` keys: a later copy would make them the object's prototype
 * instead of a member.
 *
 * @throws TooDeepError if the value nests deeper than 64 levels
 */
export const cleanJson = (value: unknown): unknown =>
  isClean(value, 0) ? value : cleanValue(value, 0);
