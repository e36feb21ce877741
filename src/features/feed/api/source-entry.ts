import { z } from "zod";
import { toOneLine } from "@/lib/text/text";

/** A listing's entry as its source sent it. The database stores all of it as `Listing.rawEntry`. */

const optionalText = z.string().optional();

/** Only the fields that an answer computes from are checked; all others are passed on. */
const sourceAuthor = z.looseObject({ name: z.string() });
const sourcePaper = z.looseObject({
  title: optionalText,
  summary: optionalText,
  publishedAt: optionalText,
  submittedOnDailyAt: optionalText,
  authors: z.array(sourceAuthor).optional(),
});
const sourceEntry = z.looseObject({
  title: optionalText,
  summary: optionalText,
  publishedAt: optionalText,
  thumbnail: optionalText,
  paper: z.preprocess(removeNulls, sourcePaper).optional(),
});
export type SourceAuthor = z.infer<typeof sourceAuthor>;
export type SourceEntry = z.infer<typeof sourceEntry>;

/** Some sources send null for a missing value; answers leave the field out. */
function removeNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

/** Parses `Listing.rawEntry`; {} if it has an unknown shape, so that the answer uses the paper's columns. */
export function parseSourceEntry(rawEntry: string): SourceEntry {
  const parsed = sourceEntry.safeParse(removeNulls(JSON.parse(rawEntry)));
  return parsed.success ? parsed.data : {};
}

/** Returns the source's text, with its line breaks, while its words are the paper's; else the paper's. */
export const preferSourceText = (sourceText: string | undefined, paperText: string): string =>
  sourceText !== undefined && toOneLine(sourceText) === toOneLine(paperText)
    ? sourceText
    : paperText;

const CANONICAL_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Returns an instant unchanged if Python clients can parse it, else in the one form that they can. */
export const toCanonicalInstant = (text: string): string =>
  CANONICAL_INSTANT.test(text) ? text : new Date(text).toISOString();
