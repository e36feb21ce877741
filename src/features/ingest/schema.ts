import { AppError } from "@/lib/errors";

/** An entry that was not stored: its position in the input, its id if it has one, and the reason. */
export type Rejection = { index: number; id: string | null; reason: string };

/** The reason where the fault is on this side: the same entry may be stored when sent again. */
export const NOT_STORED_REASON = "the entry could not be stored";

/** The result of an import: how many entries had which outcome. */
export type IngestReport = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
};

export const MAX_INGEST_BYTES = 32 * 1024 * 1024;
/** More than any day has. Limited because each rejected entry is a line of the response. */
const MAX_ENTRIES = 50_000;

/** Returns the entries. @throws AppError unprocessable where there are too many at once */
export function checkEntryCount<T>(entries: T[]): T[] {
  if (entries.length <= MAX_ENTRIES) return entries;
  throw new AppError("unprocessable", `Send at most ${MAX_ENTRIES} entries at once.`);
}

/**
 * Far deeper than any source nests. An entry that nests deeper than 64 levels is rejected alone; this
 * limit only spares the parser bodies that are nothing but brackets.
 */
const MAX_JSON_DEPTH = 200_000;
/** Arrays and objects. A body of 32 MiB of real entries has about 400,000. */
const MAX_JSON_CONTAINERS = 2_000_000;
/** Members of objects and items of arrays. A body of real entries has about 1,500,000. */
const MAX_JSON_VALUES = 5_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Returns the position of the mark that ends a string; the end of the text if none does. */
function findStringEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return at;
}

/**
 * Counts the levels and values of a JSON text before it is parsed, since 32 MiB of brackets would take
 * the parser ten seconds and gigabytes of memory. Looks at each character once, and doesn't mind whether
 * the text is valid.
 *
 * @throws AppError unprocessable if it has too many
 */
function checkJsonSize(text: string): void {
  let depth = 0;
  let containers = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = findStringEnd(text, at + 1);
    else if (sign === 0x2c) values += 1;
    else if (sign === 0x5b || sign === 0x7b) {
      depth += 1;
      containers += 1;
      if (depth > MAX_JSON_DEPTH) {
        throw new AppError("unprocessable", "This JSON nests too deeply.");
      }
    } else if (sign === 0x5d || sign === 0x7d) depth -= 1;
    if (containers > MAX_JSON_CONTAINERS || values > MAX_JSON_VALUES) {
      throw new AppError(
        "unprocessable",
        "This JSON has too many values. Send fewer entries at once.",
      );
    }
  }
}

/** @throws AppError bad_request, or unprocessable if it nests too deeply or has too many values */
export function parseJson(text: string): unknown {
  checkJsonSize(text);
  try {
    // Windows tools write a byte-order mark at the start.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new AppError("bad_request", "This is not JSON.");
  }
}

/**
 * Parses a JSON array of entries. An empty array is valid.
 *
 * @throws AppError bad_request where the text is not JSON, unprocessable where it is not an array
 *   or contains no object
 */
export function parseEntries(text: string): unknown[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) {
    const kind = value === null ? "null" : typeof value;
    throw new AppError(
      "unprocessable",
      `Send a JSON array of entries, as /api/daily_papers returns them; this is ${kind === "object" ? "an object" : `a ${kind}`}.`,
    );
  }
  checkEntryCount(value);
  const isEntry = (item: unknown) => typeof item === "object" && !Array.isArray(item) && item;
  if (value.length > 0 && !value.some(isEntry)) {
    throw new AppError("unprocessable", "This array contains no entries: an entry is an object.");
  }
  return value;
}
