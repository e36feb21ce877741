import { type Expression, type Filter, TAG, type Term } from "./parse";

/** Characters of scripts without spaces. The migration's view splits the same ones into pairs. */
const UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff";
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+`, "gu");
const UNSPACED_CHARACTER = new RegExp(`^[${UNSPACED}]$`, "u");

/**
 * Splits runs of unspaced characters into overlapping pairs: 深度学习 → 深度 度学 学习. As in the index,
 * a run inside a text is also followed by its last character alone.
 */
const splitIntoPairs = (text: string): string =>
  text.replaceAll(UNSPACED_RUN, (run, at: number) => {
    const characters = [...run];
    const pairs = characters.slice(1).map((next, index) => (characters[index] ?? "") + next);
    const endsText = at + run.length === text.length && pairs.length > 0;
    const lastCharacter = endsText ? [] : characters.slice(-1);
    return ` ${[...pairs, ...lastCharacter].join(" ")} `;
  });

/** Quotes a text so that FTS5 reads it as words, never as syntax. */
const quote = (text: string) => `"${splitIntoPairs(text).replaceAll('"', " ").trim()}"`;

const COLUMNS = { any: "", title: "{title} : ", author: "{authors} : ", org: "{organization} : " };

/** A single unspaced character matches all pairs that begin with it. */
function formatTerm({ field, text }: Term, columns: string, isPrefix: boolean): string {
  const star = isPrefix || UNSPACED_CHARACTER.test(text) ? "*" : "";
  return `${field === "any" ? columns : COLUMNS[field]}${quote(text)}${star}`;
}

/** Formats the tag of a category in the index: `catcscl` for `cs.CL`, `catcs` for all of `cs`. */
const formatCategoryTag = (value: string) =>
  `${TAG}cat${value.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")}`;

/** `cat:cs.` and `cat:cs.C` are beginnings of categories. */
const isPartialCategory = (value: string) => /^[^.]+\..?$/u.test(value);

const formatFilter = ({ kind, value }: Filter): string =>
  kind === "has"
    ? `{tags} : "${TAG}hascode"`
    : `{tags} : "${formatCategoryTag(value)}"${isPartialCategory(value) ? "*" : ""}`;

/** Fewer characters are the beginning of too many words. */
const MIN_PREFIX_LENGTH = 3;

/** Returns the last word of the query if it may be the beginning of a word. */
function findOpenTerm({ terms }: Expression): Term | null {
  const last = terms.at(-1);
  if (!last || last.phrase || last.not) return null;
  return [...last.text].length >= MIN_PREFIX_LENGTH ? last : null;
}

type Options = {
  /** Columns for words without a field: "" means all, "{title} : " the title */
  columns?: string;
  /** Whether the last word may be the beginning of a word */
  prefix?: boolean;
};

/**
 * Formats the words that all hits contain, each one quoted, so that nothing typed is syntax; "" if there
 * are none.
 */
export const toWordsMatch = (
  expression: Expression,
  { columns = "", prefix = false }: Options = {},
): string =>
  expression.terms
    .filter(({ not }) => !not)
    .map((term) => formatTerm(term, columns, prefix && term === findOpenTerm(expression)))
    .map((one) => `(${one})`)
    .join(" AND ");

/** Formats the last word alone if it may be the beginning of a word, else returns null. */
export function toOpenTermMatch(expression: Expression): string | null {
  const term = findOpenTerm(expression);
  return term && formatTerm(term, "", false);
}

/** Formats the whole expression for MATCH, except for the submitter, which the index doesn't contain. */
export function toMatch(expression: Expression, options: Options = {}): string {
  const tags = expression.filters.filter(({ kind }) => kind !== "by");
  const required = [
    toWordsMatch(expression, options),
    ...tags.filter(({ not }) => !not).map((tag) => `(${formatFilter(tag)})`),
  ].filter(Boolean);
  const excluded = [
    ...expression.terms.filter(({ not }) => not).map((term) => formatTerm(term, "", false)),
    ...tags.filter(({ not }) => not).map(formatFilter),
  ];
  // NOT needs something on its left: every paper has the tag `all`.
  const all = required.length > 0 ? required.join(" AND ") : `({tags} : "${TAG}all")`;
  const none = excluded.map((one) => `(${one})`).join(" OR ");
  return none ? `(${all}) NOT (${none})` : all;
}

/** Formats a name, the last word of which may be incomplete. */
export const toPrefixMatch = (field: "author" | "org", typed: string): string =>
  `${COLUMNS[field]}${quote(typed)}*`;
