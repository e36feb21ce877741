import { createHash } from "node:crypto";
import { z } from "zod";
import { addDays, toUtcDay } from "@/lib/day";
import { plainText } from "@/lib/markup/markup";
import { cleanJson, cleanText, TooDeepError, toOneLine } from "@/lib/text";
import { RejectedEntry } from "../format";

/** What sources of every form are held to: more than any real paper has, and little enough to store. */
export const MAX_AUTHORS = 20_000;
export const titleField = z.string().max(5_000);
export const longTextField = z.string().max(100_000);

/** Absent, or null from those who write null for absent. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish();

/** In years of four digits: an offset may lead out of them, and more sort wrongly as text. */
export const instantField = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => /^\d{4}-/.test(date.toISOString()), "Invalid year");

/** An abstract: each paragraph on one line. arXiv begins one by an indented line, others by an empty one. */
export const normalizeParagraphs = (text: string): string =>
  text
    .trim()
    .split(/\n(?:[^\S\n]*\n|(?=[^\S\n]{2}))/)
    .map(toOneLine)
    .filter((line) => line !== "")
    .join("\n\n");

/** A name or word: one line, whatever breaks it at the source. */
export const nameField = z.string().max(500).transform(toOneLine);

/** A sign that can be seen: a title of markup or of zero-width spaces alone names nothing. */
const INK = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** @throws RejectedEntry where there is nothing to read */
export function parseTitle(text: string | null | undefined): string {
  const line = toOneLine(text ?? "");
  if (!INK.test(plainText(line))) throw new RejectedEntry("title: missing");
  return line;
}

/**
 * A wrong year would stand at the head of every page for as long.
 *
 * @throws RejectedEntry where the UTC day is later than tomorrow or before arXiv
 */
export function assertPlausible(what: string, at: Date, now: Date): Date {
  const day = toUtcDay(at);
  if (day > addDays(toUtcDay(now), 1)) throw new RejectedEntry(`its ${what} ${day} is to come`);
  if (day < "1990-01-01") throw new RejectedEntry(`its ${what} ${day} is before arXiv`);
  return at;
}

/** The entry as the schema has it, and all of it as it was sent, cleaned. @throws RejectedEntry */
export function parseAndClean<T extends z.ZodType>(schema: T, value: unknown) {
  try {
    const clean = cleanJson(value);
    return { entry: schema.parse(clean), clean };
  } catch (error) {
    if (error instanceof TooDeepError) throw new RejectedEntry(error.message);
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const place = issue?.path.join(".") || "the entry";
    throw new RejectedEntry(`${place}: ${issue?.message ?? "unreadable"}`);
  }
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The text of a field that an entry has by name, for reports of refusals. */
export function findTextField(entry: unknown, field: string): string | null {
  if (typeof entry !== "object" || entry === null || !Object.hasOwn(entry, field)) return null;
  const value: unknown = Reflect.get(entry, field);
  return typeof value === "string" ? cleanText(value.slice(0, 64)) : null;
}
