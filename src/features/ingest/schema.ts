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

/** @throws AppError bad_request */
export function parseJson(text: string): unknown {
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
