import { z } from "zod";
import { toOneLine } from "@/lib/text";

/** What a source said with a listing: it is kept whole, and read here. */

const sourceAuthor = z.looseObject({ name: z.string() });
const optionalText = z.string().optional();
/** As far as we read what ingest has checked; all else is handed on. */
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
  paper: z.preprocess(withoutNulls, sourcePaper).optional(),
});
export type SourceAuthor = z.infer<typeof sourceAuthor>;
export type SourceEntry = z.infer<typeof sourceEntry>;

/** Some sources write null for absent; here absent is left out. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

/** What the source said with a listing; {} where it only listed. */
export function parseSourceEntry(said = "{}"): SourceEntry {
  const read = sourceEntry.safeParse(withoutNulls(JSON.parse(said)));
  return read.success ? read.data : {};
}

/** The source's own line breaks as long as it says the same; else the newest text. */
export const preferSourceText = (said: string | undefined, known: string) =>
  said !== undefined && toOneLine(said) === toOneLine(known) ? said : known;

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** As it came where clients can read it, else the same instant as they can. */
export const toCanonicalInstant = (text: string): string =>
  CANONICAL.test(text) ? text : new Date(text).toISOString();
