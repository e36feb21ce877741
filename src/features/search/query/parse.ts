import { SORTS, type Sort } from "@/features/search/schema";
import { type Day, parseDay } from "@/lib/day";
import { cleanText } from "@/lib/text";

export const FIELDS = ["any", "title", "author", "org"] as const;
type Field = (typeof FIELDS)[number];

/** A word or a phrase that must stand in a field, or must not. `at` is where its text begins in the clean query. */
export type Term = { field: Field; text: string; phrase: boolean; not: boolean; at: number };
/** Something that a paper is or isn't: its category, who submitted it, that it has code. */
export type Filter = { kind: "cat" | "by" | "has"; value: string; not: boolean };

/** What somebody asked for, understood. */
export type Expression = {
  terms: Term[];
  filters: Filter[];
  /** The first day, inclusive, and the last one, exclusive */
  after: Day | null;
  before: Day | null;
  sort: Sort | null;
  /** What was left aside, in sentences */
  notes: string[];
};

/** More than anybody means; what comes after is left aside. */
const MOST_TERMS = 24;
const LONGEST_QUERY = 2_000;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const HAS_CODE = ["code", "github"];

/** An operator, perhaps with a value in quotes; a phrase; a word. A quote that isn't closed ends the query. */
const PART =
  /(-)?(?:(author|title|org|by|cat|has|after|before|sort):(?=[^\s:]))?(?:"([^"]*)(?:"|$)|([^\s"]+))/giu;

/** Begins what the index says of papers beside their text (`cat`, `hascode`, `all`); taken out of queries. */
export const TAG = "\ue000";

/** Has something that FTS5's tokenizer keeps. */
const isWord = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** What was typed as one line without what databases refuse. */
export const normalizeQuery = (typed: string): string =>
  cleanText(typed)
    .replaceAll(TAG, "")
    .replaceAll(/[“”„«»＂]/g, '"')
    .replaceAll(/\s+/g, " ")
    .trim();

/** The first day of a year, a month or a day as it is typed; null for none. */
function firstDay(text: string): Day | null {
  const [, year, month = "01", day = "01"] = DATE.exec(text) ?? [];
  return year ? parseDay(`${year}-${month}-${day}`) : null;
}

/**
 * Reads a query: words, "phrases", `-not`, and `author:` `title:` `org:` `by:` `cat:` `has:code`
 * `after:` `before:` `sort:`, whose values may stand in quotes. Whatever is typed is read as
 * something; nothing throws. `after:2024` begins with the first day of that year, `before:2024` ends
 * before it.
 */
export function parseExpression(typed: string): Expression {
  const query = normalizeQuery(typed);
  const read: Expression = {
    terms: [],
    filters: [],
    after: null,
    before: null,
    sort: null,
    notes: [],
  };
  if (query.length > LONGEST_QUERY)
    read.notes.push("Only the beginning of this long query was searched.");
  let count = 0;
  for (const match of query.slice(0, LONGEST_QUERY).matchAll(PART)) {
    const [, minus, operator = "", quoted, bare] = match;
    const value = (quoted ?? bare ?? "").trim();
    if (!value) continue;
    count += 1;
    if (count > MOST_TERMS) {
      read.notes.push(`Only the first ${MOST_TERMS} words were searched.`);
      break;
    }
    take(read, {
      operator: operator.toLowerCase(),
      value,
      phrase: quoted !== undefined,
      not: !!minus,
      at: match.index + match[0].length - (bare ?? "").length,
    });
  }
  return read;
}

type Part = { operator: string; value: string; phrase: boolean; not: boolean; at: number };

function take(read: Expression, { operator, value, phrase, not, at }: Part): void {
  if (operator === "sort") {
    read.sort = SORTS.find((sort) => sort === value.toLowerCase()) ?? read.sort;
    if (read.sort !== value.toLowerCase())
      read.notes.push(`sort: takes one of ${SORTS.join(", ")}.`);
  } else if (operator === "after" || operator === "before") {
    const day = firstDay(value);
    if (day) read[operator] = day;
    else read.notes.push(`${operator}: takes a year, a month or a day, like 2026-02-19.`);
  } else if (operator === "has") {
    if (HAS_CODE.includes(value.toLowerCase()))
      read.filters.push({ kind: "has", value: "code", not });
    else read.notes.push("has: takes only code.");
  } else if (operator === "cat" || operator === "by") {
    if (isWord(value)) read.filters.push({ kind: operator, value, not });
  } else if (isWord(value)) {
    const field =
      operator === "title" || operator === "author" || operator === "org" ? operator : "any";
    read.terms.push({
      field,
      text: value,
      phrase: phrase || field === "author" || field === "org",
      not,
      at,
    });
  }
}
