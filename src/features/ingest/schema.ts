import { AppError } from "@/lib/errors";

/** An entry that was not taken: its position in what was sent, its id where it has one, and why. */
export type Rejection = { index: number; id: string | null; reason: string };

/** The fault is here, not in the entry: what was sent again may be stored. */
export const NOT_STORED_REASON = "it could not be stored";

/** What became of everything that was sent. */
export type IngestReport = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: Rejection[];
};

export const MAX_INGEST_BYTES = 32 * 1024 * 1024;
/** More than any day has; each that is refused costs a line of the answer. */
const MAX_ENTRIES = 50_000;

/** @throws AppError unprocessable where there are too many at once */
export function checkEntryCount<T>(entries: T[]): T[] {
  if (entries.length <= MAX_ENTRIES) return entries;
  throw new AppError("unprocessable", `Send at most ${MAX_ENTRIES} entries at once.`);
}

/** @throws AppError bad_request */
export function parseJson(text: string): unknown {
  try {
    // Windows tools put a byte-order mark before it.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new AppError("bad_request", "This is not JSON.");
  }
}

/**
 * The entries in a text of JSON.
 *
 * @throws AppError bad_request where it is no JSON, unprocessable where it is no array or one without any entry
 */
export function parseEntries(text: string): unknown[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) {
    const kind = value === null ? "null" : typeof value;
    throw new AppError(
      "unprocessable",
      `Send a JSON array of entries, as /api/daily_papers answers it; this is ${kind === "object" ? "an object" : `a ${kind}`}.`,
    );
  }
  checkEntryCount(value);
  const isEntry = (item: unknown) => typeof item === "object" && !Array.isArray(item) && item;
  if (value.length > 0 && !value.some(isEntry)) {
    throw new AppError("unprocessable", "Nothing in this array is an entry: each is an object.");
  }
  return value;
}
