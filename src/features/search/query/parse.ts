import { SORTS, type Sort } from "@/features/search/schema";
import { type Day, parseDay } from "@/lib/day";
import { cleanText } from "@/lib/text/text";

type Field = "any" | "title" | "author" | "org";

/**
 * A word or a phrase that a field must contain, or with `not` must not. `at` is the position of its text
 * in the normalized query.
 */
export type Term = { field: Field; text: string; phrase: boolean; not: boolean; at: number };

/** A condition on a paper's category or submitter, or that it has code. */
export type Filter = { kind: "cat" | "by" | "has"; value: string; not: boolean };

/** A parsed query. */
export type Expression = {
  terms: Term[];
  filters: Filter[];
  /** The first day, inclusive */
  after: Day | null;
  /** The last day, exclusive */
  before: Day | null;
  sort: Sort | null;
  /** Sentences on the parts of the query that were ignored */
  notes: string[];
};

/** Everything after this many terms is ignored. */
const MAX_TERMS = 24;
const MAX_QUERY_LENGTH = 2_000;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const VALUES_OF_HAS = ["code", "github"];

/** An operator, with its value perhaps in quotes; a phrase; or a word. An open quote ends with the query. */
const PART =
  /(-)?(?:(author|title|org|by|cat|has|after|before|sort):(?=[^\s:]))?(?:"([^"]*)(?:"|$)|([^\s"]+))/giu;

/** The prefix of the tags in the index (`cat…`, `hascode`, `all`). Queries lose it, so nobody can type a tag. */
export const TAG = "\ue000";

/** Whether FTS5's tokenizer finds a word in a text. */
const hasWord = (text: string) => /[\p{L}\p{N}]/u.test(text);

/** Normalizes a typed query: one line, straight quotes, no characters that the database refuses. */
export const normalizeQuery = (typed: string): string =>
  cleanText(typed)
    .replaceAll(TAG, "")
    .replaceAll(/[“”„«»＂]/g, '"')
    .replaceAll(/\s+/g, " ")
    .trim();

/** Parses a year, a month or a day to its first day; null if it is none of them. */
function parseFirstDay(text: string): Day | null {
  const [, year, month = "01", day = "01"] = DATE.exec(text) ?? [];
  return year ? parseDay(`${year}-${month}-${day}`) : null;
}

type Part = { operator: string; value: string; phrase: boolean; not: boolean; at: number };

/**
 * Parses a query: words, "phrases", `-not`, and `author:` `title:` `org:` `by:` `cat:` `has:code`
 * `after:` `before:` `sort:`, whose values may be in quotes. Every text has a meaning; never throws.
 * `after:2024` begins with the first day of 2024, `before:2024` ends before it.
 */
export function parseExpression(typed: string): Expression {
  const query = normalizeQuery(typed);
  const expression: Expression = {
    terms: [],
    filters: [],
    after: null,
    before: null,
    sort: null,
    notes: [],
  };
  if (query.length > MAX_QUERY_LENGTH) {
    expression.notes.push("Only the beginning of this long query was searched.");
  }
  let count = 0;
  for (const match of query.slice(0, MAX_QUERY_LENGTH).matchAll(PART)) {
    const [, minus, operator = "", quoted, bare] = match;
    const value = (quoted ?? bare ?? "").trim();
    if (!value) continue;
    count += 1;
    if (count > MAX_TERMS) {
      expression.notes.push(`Only the first ${MAX_TERMS} words were searched.`);
      break;
    }
    addPart(expression, {
      operator: operator.toLowerCase(),
      value,
      phrase: quoted !== undefined,
      not: !!minus,
      at: match.index + match[0].length - (bare ?? "").length,
    });
  }
  return expression;
}

function addPart(expression: Expression, part: Part): void {
  const { operator, value, not } = part;
  switch (operator) {
    case "sort": {
      const sort = SORTS.find((one) => one === value.toLowerCase());
      if (sort) expression.sort = sort;
      else expression.notes.push(`sort: must be one of ${SORTS.join(", ")}.`);
      break;
    }
    case "after":
    case "before": {
      const day = parseFirstDay(value);
      if (day) expression[operator] = day;
      else {
        expression.notes.push(`${operator}: must be a year, a month or a day, like 2026-02-19.`);
      }
      break;
    }
    case "has":
      if (VALUES_OF_HAS.includes(value.toLowerCase())) {
        expression.filters.push({ kind: "has", value: "code", not });
      } else expression.notes.push("has: must be code.");
      break;
    case "cat":
    case "by":
      if (hasWord(value)) expression.filters.push({ kind: operator, value, not });
      break;
    case "author":
    case "org":
      // The words of a name belong together.
      addTerm(expression, operator, { ...part, phrase: true });
      break;
    default:
      addTerm(expression, operator === "title" ? "title" : "any", part);
  }
}

function addTerm({ terms }: Expression, field: Field, { value, phrase, not, at }: Part): void {
  if (hasWord(value)) terms.push({ field, text: value, phrase, not, at });
}
