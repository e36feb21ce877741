import { createHash } from "node:crypto";
import { z } from "zod";
import { addDays, toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import { cleanJson, cleanText, TooDeepError, toOneLine } from "@/lib/text/text";
import { RejectedEntry } from "../format";

/** Limits for sources of every format: more than any real paper has, and little enough to store. */
export const MAX_AUTHORS = 20_000;
export const titleField = z.string().max(5_000);
export const longTextField = z.string().max(100_000);

/** A field that may be absent. Some sources write null for absent fields. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

/**
 * An ISO 8601 instant in a year of four digits, since others sort wrongly as text in the database.
 * The offset is applied first, because it can move an instant into another year.
 */
export const instantField = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => /^\d{4}-/.test(date.toISOString()), "Invalid year");

/**
 * Puts each paragraph of an abstract on one line, with an empty line between paragraphs. arXiv
 * starts a paragraph by an indented line, other sources by an empty one.
 */
export const normalizeParagraphs = (text: string): string =>
  text
    .trim()
    .split(/\n(?:[^\S\n]*\n|(?=[^\S\n]{2}))/)
    .map(toOneLine)
    .filter((line) => line !== "")
    .join("\n\n");

/** A name or keyword, as one line. */
export const nameField = z.string().max(500).transform(toOneLine);

/** A visible character. Titles of only markup or zero-width spaces are no titles. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Returns the title as one line. @throws RejectedEntry where it has no visible character */
export function parseTitle(text: string | null | undefined): string {
  const line = toOneLine(text ?? "");
  if (!VISIBLE.test(plainText(line))) throw new RejectedEntry("title: missing");
  return line;
}

/** Before arXiv's first paper, of 1991. */
const EARLIEST_DAY = "1990-01-01";

/**
 * Checks an instant and returns it. A paper dated in the future would be first in every list until then.
 * Tomorrow is allowed, since clocks differ.
 *
 * @param what names the instant in the reason
 * @throws RejectedEntry where the UTC day is later than tomorrow or before 1990
 */
export function assertPlausible(what: string, at: Date, now: Date): Date {
  const day = toUtcDay(at);
  if (day > addDays(toUtcDay(now), 1)) {
    throw new RejectedEntry(`the ${what} ${day} is in the future`);
  }
  if (day < EARLIEST_DAY) throw new RejectedEntry(`the ${what} ${day} is before 1990`);
  return at;
}

/**
 * Returns the entry as the schema parses it, and the whole cleaned entry with its unknown fields.
 *
 * @throws RejectedEntry with the first problem, after the name of its field
 */
export function parseAndClean<T extends z.ZodType>(schema: T, value: unknown) {
  try {
    const clean = cleanJson(value);
    return { entry: schema.parse(clean), clean };
  } catch (error) {
    if (error instanceof TooDeepError) throw new RejectedEntry(error.message);
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const place = issue?.path.join(".") || "the entry";
    throw new RejectedEntry(`${place}: ${issue?.message ?? "not valid"}`);
  }
}

/** Parses the total of a list; undefined where it is missing or no count. */
export function parseTotal(text: string | undefined): number | undefined {
  const total = Number(text ?? Number.NaN);
  return Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Returns the start of an entry's field if it is text, to name the entry in a rejection. */
export function findTextField(entry: unknown, field: string): string | null {
  if (typeof entry !== "object" || entry === null || !Object.hasOwn(entry, field)) return null;
  const value: unknown = Reflect.get(entry, field);
  return typeof value === "string" ? cleanText(value.slice(0, 64)) : null;
}
