/** Deeper than any source nests, and shallow enough for every recursive reader after us. */
const MAX_DEPTH = 64;

// C0 controls but tab, line feed and carriage return; non-characters; halves of surrogate pairs.
const UNCLEAN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export class TooDeepError extends Error {}

/** Takes out what databases, XML and mail refuse: C0 controls and lone surrogates. */
export const cleanText = (text: string): string => text.replaceAll(UNCLEAN, "");

/** Clean text without line breaks, for formats in which a line is a value. */
export const toOneLine = (text: string): string =>
  cleanText(text)
    .replaceAll(/[\s\u0085]+/g, " ")
    .trim();

const signs = new Intl.Segmenter("en");

/**
 * A text of at most `limit` characters, ending in … where there was more. Cut between what people see
 * as signs; within one only where it alone is longer, and never within a character.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A sign is known by what follows it; none worth keeping is longer.
  const near = text.slice(0, limit + 50);
  const end = signs.segment(near).containing(limit - 1)?.index || limit - 1;
  return `${cleanText(text.slice(0, end)).trimEnd()}…`;
}

function assertShallow(depth: number): void {
  if (depth >= MAX_DEPTH) throw new TooDeepError(`nests deeper than ${MAX_DEPTH} levels`);
}

/** Looks no further than the first thing to clean. @throws CleanError where it nests too deep */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value === "string") return value.search(UNCLEAN) < 0;
  if (value === null || typeof value !== "object") return true;
  assertShallow(depth);
  return Object.entries(value).every(
    ([name, item]) => name !== "__proto__" && isClean(name, depth) && isClean(item, depth + 1),
  );
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (value === null || typeof value !== "object") return value;
  assertShallow(depth);
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const key = cleanText(name);
      return key === "__proto__" ? [] : [[key, cleaned(item, depth + 1)]];
    }),
  );
}

/**
 * A JSON value with clean text throughout, in the same key order; the very value where there is
 * nothing to clean. A `__proto__` key is left out: it would be a value's parent, not its member,
 * wherever the copy is copied on.
 *
 * @throws CleanError where it nests deeper than 64 levels
 */
export const cleanJson = (value: unknown): unknown =>
  isClean(value, 0) ? value : cleaned(value, 0);
