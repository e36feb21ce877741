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
import { toOneLine } from "@/lib/text";

type Fields = Record<string, string | undefined>;

export const MAX_TOPIC_ENTRIES = 50;
export const MAX_TOPIC_ENTRY_LENGTH = 100;

/** The lists of topics in the order of the form: form field, CSV column, and the word for their entries. */
export const TOPIC_LISTS = [
  { name: "categories", column: "categories", entries: "categories" },
  { name: "keywords", column: "keywords", entries: "keywords" },
  { name: "authors", column: "authors", entries: "authors" },
  { name: "organizations", column: "organizations", entries: "organisations" },
  { name: "excluded", column: "without", entries: "words to leave out" },
] as const;

/** A whole number in a field, or null. */
const numberIn = (text: string | undefined, least: number, most: number): number | null => {
  const value = /^\d{1,2}$/.test(text?.trim() ?? "") ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
};

/** Entries of a field, a line or a comma each, in the spelling that came first. */
function entriesOf(text: string | undefined): string[] {
  const entries = (text ?? "").split(/[\n,]/).map((entry) => toOneLine(entry).normalize("NFC"));
  const spelt = new Map<string, string>();
  for (const entry of entries) {
    const key = entry.toLowerCase();
    if (entry && !spelt.has(key)) spelt.set(key, entry);
  }
  return [...spelt.values()];
}

/** Either a value for the choices, or a sentence that says what to do. */
class Wrong {
  readonly sentences: string[] = [];

  /** The value; where there is none, notes why and goes on with another. */
  or<T>(value: T | null, sentence: string, instead: T): T {
    if (value === null) this.sentences.push(sentence);
    return value ?? instead;
  }
}

function parseTopicFields(fields: Fields, wrong: Wrong): Topics {
  const topics: Topics = {};
  for (const { name, entries: called } of TOPIC_LISTS) {
    const typed = entriesOf(fields[name]);
    const long = typed.find((entry) => entry.length > MAX_TOPIC_ENTRY_LENGTH);
    if (typed.length > MAX_TOPIC_ENTRIES) {
      wrong.sentences.push(
        `There are ${typed.length} ${called}: keep at most ${MAX_TOPIC_ENTRIES}.`,
      );
    } else if (long) {
      const start = [...long].slice(0, 20).join("");
      wrong.sentences.push(
        `“${start}…” is too long for the ${called}: keep each to ${MAX_TOPIC_ENTRY_LENGTH} characters.`,
      );
    } else if (name === "categories") {
      topics.categories = typed.map((entry) =>
        wrong.or(
          parseCategory(entry),
          `“${entry}” is no category: write one like cs.CL, or cs for all of it.`,
          entry,
        ),
      );
    } else {
      topics[name] = typed;
    }
  }
  return parseTopics(serializeTopics(topics));
}

/**
 * What a reader chose, of the fields of the form. A weekday counts for the weekly digest only.
 *
 * @throws AppError bad_request with a sentence for each thing that is wrong
 */
export function parsePreferences(fields: Fields): Preferences {
  const wrong = new Wrong();
  const rhythm = wrong.or(
    RHYTHMS.find((one) => one === fields.rhythm) ?? null,
    "Choose how often: daily, weekdays, weekly or monthly.",
    "daily",
  );
  const preferences: Preferences = {
    rhythm,
    weekday:
      rhythm === "weekly"
        ? wrong.or(numberIn(fields.weekday, 0, 6), "Choose a day of the week.", 1)
        : 1,
    hour: wrong.or(numberIn(fields.hour, 0, 23), "Choose an hour from 0 to 23.", 7),
    timeZone: wrong.or(
      parseTimeZone(fields.timeZone),
      "Choose a time zone, such as Europe/Berlin or UTC.",
      "UTC",
    ),
    size: wrong.or(
      numberIn(fields.size, PAPERS_PER_EMAIL.min, PAPERS_PER_EMAIL.max),
      `Choose between ${PAPERS_PER_EMAIL.min} and ${PAPERS_PER_EMAIL.max} papers.`,
      PAPERS_PER_EMAIL.default,
    ),
    topics: parseTopicFields(fields, wrong),
  };
  if (wrong.sentences.length > 0) throw new AppError("bad_request", wrong.sentences.join(" "));
  return preferences;
}
