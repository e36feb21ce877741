import { z } from "zod";
import { parseTimeZone } from "@/features/digest/schedule/time-zones";
import {
  PAPERS_PER_EMAIL,
  type Preferences,
  parseTopics,
  RHYTHMS,
  serializeTopics,
  type Topics,
} from "@/features/digest/schema";
import { parseCategory } from "@/features/papers/categories";
import { AppError } from "@/lib/errors";
import { toOneLine } from "@/lib/text/text";

export const MAX_TOPIC_ENTRIES = 50;
export const MAX_TOPIC_ENTRY_LENGTH = 100;

/** The lists of topics in the order of the form: form field, CSV column, and a noun for the entries. */
export const TOPIC_LISTS = [
  { name: "categories", column: "categories", entries: "categories" },
  { name: "keywords", column: "keywords", entries: "keywords" },
  { name: "authors", column: "authors", entries: "authors" },
  { name: "organizations", column: "organizations", entries: "organizations" },
  { name: "excluded", column: "without", entries: "words to exclude" },
] as const;

const text = z.string().optional();

/** The fields of the preferences form, before `parsePreferences` checks their values. */
export const preferenceFields = z.object({
  rhythm: text,
  weekday: text,
  hour: text,
  timeZone: text,
  size: text,
  categories: text,
  keywords: text,
  authors: text,
  organizations: text,
  excluded: text,
});
export type PreferenceFields = z.infer<typeof preferenceFields>;

/** Collects a sentence for each invalid field, so that the form reports all of them at once. */
class FieldProblems {
  readonly sentences: string[] = [];

  add(sentence: string): void {
    this.sentences.push(sentence);
  }

  /** Returns the value. If there is none, adds the sentence and returns the substitute. */
  require<Value>(value: Value | null, sentence: string, substitute: Value): Value {
    if (value !== null) return value;
    this.add(sentence);
    return substitute;
  }
}

/** Parses a whole number of one or two digits; null if it isn't one from `min` to `max`. */
function parseNumber(field: string | undefined, min: number, max: number): number | null {
  const digits = field?.trim() ?? "";
  if (!/^\d{1,2}$/.test(digits)) return null;
  const value = Number(digits);
  return value >= min && value <= max ? value : null;
}

/**
 * Splits a field at lines and commas into its entries. Of entries that differ only in case the first
 * is kept.
 */
function parseEntries(field: string | undefined): string[] {
  const entries = (field ?? "").split(/[\n,]/).map((entry) => toOneLine(entry).normalize("NFC"));
  const bySpelling = new Map<string, string>();
  for (const entry of entries) {
    const key = entry.toLowerCase();
    if (entry && !bySpelling.has(key)) bySpelling.set(key, entry);
  }
  return [...bySpelling.values()];
}

const requireCategory = (entry: string, problems: FieldProblems) =>
  problems.require(
    parseCategory(entry),
    `“${entry}” isn't a category. Write one like cs.CL, or cs for all of it.`,
    entry,
  );

function parseTopicFields(fields: PreferenceFields, problems: FieldProblems): Topics {
  const topics: Topics = {};
  for (const { name, entries: noun } of TOPIC_LISTS) {
    const entries = parseEntries(fields[name]);
    const tooLong = entries.find((entry) => entry.length > MAX_TOPIC_ENTRY_LENGTH);
    if (entries.length > MAX_TOPIC_ENTRIES) {
      problems.add(`There are ${entries.length} ${noun}: keep at most ${MAX_TOPIC_ENTRIES}.`);
    } else if (tooLong) {
      const beginning = [...tooLong].slice(0, 20).join("");
      problems.add(
        `“${beginning}…” is too long for the ${noun}: keep each to ${MAX_TOPIC_ENTRY_LENGTH} characters.`,
      );
    } else if (name === "categories") {
      topics.categories = entries.map((entry) => requireCategory(entry, problems));
    } else {
      topics[name] = entries;
    }
  }
  return parseTopics(serializeTopics(topics));
}

/**
 * Parses the fields of the preferences form. Ignores the weekday unless the digest is weekly.
 *
 * @throws AppError bad_request with a sentence for each invalid field
 */
export function parsePreferences(fields: PreferenceFields): Preferences {
  const problems = new FieldProblems();
  const { min, max, default: defaultSize } = PAPERS_PER_EMAIL;
  const rhythm = problems.require(
    RHYTHMS.find((name) => name === fields.rhythm) ?? null,
    "Choose how often: daily, weekdays, weekly or monthly.",
    "daily",
  );
  const weekday =
    rhythm === "weekly"
      ? problems.require(parseNumber(fields.weekday, 0, 6), "Choose a day of the week.", 1)
      : 1;
  const hour = problems.require(parseNumber(fields.hour, 0, 23), "Choose an hour from 0 to 23.", 7);
  const timeZone = problems.require(
    parseTimeZone(fields.timeZone),
    "Choose a time zone, such as Europe/Berlin or UTC.",
    "UTC",
  );
  const size = problems.require(
    parseNumber(fields.size, min, max),
    `Choose between ${min} and ${max} papers.`,
    defaultSize,
  );
  const topics = parseTopicFields(fields, problems);
  if (problems.sentences.length > 0) {
    throw new AppError("bad_request", problems.sentences.join(" "));
  }
  return { rhythm, weekday, hour, timeZone, size, topics };
}
