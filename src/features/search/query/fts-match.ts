import { type Expression, type Filter, TAG, type Term } from "./parse";

/** Characters of writing without spaces; the migration's view cuts the same ones into pairs. */
const UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff";
const RUN = new RegExp(`[${UNSPACED}]+`, "gu");

/** Runs of them as overlapping pairs: 深度学习 → 深度 度学 学习. Where a run ends inside the text, its last
 * sign stands alone too, as in the index. */
const inPairs = (text: string): string =>
  text.replaceAll(RUN, (run, at: number) => {
    const signs = [...run];
    const pairs = signs.slice(1).map((sign, index) => (signs[index] ?? "") + sign);
    const ends = at + run.length === text.length && pairs.length > 0;
    return ` ${[...pairs, ...(ends ? [] : signs.slice(-1))].join(" ")} `;
  });

/** A text that FTS5 reads as words only, never as syntax. */
const quoted = (text: string) => `"${inPairs(text).replaceAll('"', " ").trim()}"`;

const COLUMNS = { any: "", title: "{title} : ", author: "{authors} : ", org: "{organization} : " };

const SIGN = new RegExp(`^[${UNSPACED}]$`, "u");

/** A single sign is the beginning of a pair, or the last of its run. */
const termMatch = ({ field, text }: Term, columns: string, prefix: boolean): string =>
  `${field === "any" ? columns : COLUMNS[field]}${quoted(text)}${prefix || SIGN.test(text) ? "*" : ""}`;

/** How a category stands in the index: `cs.CL` as catcscl, all of `cs` as catcs. */
const categoryTag = (value: string) =>
  `${TAG}cat${value.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")}`;

/** `cat:cs.` and `cat:cs.C` are the beginnings of categories. */
const isPartial = (value: string) => /^[^.]+\..?$/u.test(value);

const filterMatch = ({ kind, value }: Filter): string =>
  kind === "has"
    ? `{tags} : "${TAG}hascode"`
    : `{tags} : "${categoryTag(value)}"${isPartial(value) ? "*" : ""}`;

/** Fewer letters begin too many words. */
const SHORTEST_BEGINNING = 3;

/** The word that the query ends in, where it may be the beginning of one. */
function openEnd({ terms }: Expression): Term | null {
  const end = terms.at(-1);
  return end && !end.phrase && !end.not && [...end.text].length >= SHORTEST_BEGINNING ? end : null;
}

/** Columns for words that name none: "" is all, "{title} : " the title. */
type Options = { columns?: string; prefix?: boolean };

/** What all hits hold: every word stands in quotes, so that nothing typed is syntax. "" without words. */
export const toWordsMatch = (
  expression: Expression,
  { columns = "", prefix = false }: Options = {},
): string =>
  expression.terms
    .filter(({ not }) => !not)
    .map((term) => termMatch(term, columns, prefix && term === openEnd(expression)))
    .map((one) => `(${one})`)
    .join(" AND ");

/** The last word's own part, where it may be the beginning of one; else null. */
export function toEndMatch(expression: Expression): string | null {
  const end = openEnd(expression);
  return end && termMatch(end, "", false);
}

/**
 * The whole expression in FTS5's language, with filters and with what must not be; only a submitter
 * is no part of it.
 */
export function toMatch(expression: Expression, options: Options = {}): string {
  const tags = expression.filters.filter(({ kind }) => kind !== "by");
  const wanted = [
    toWordsMatch(expression, options),
    ...tags.filter(({ not }) => !not).map((tag) => `(${filterMatch(tag)})`),
  ].filter(Boolean);
  const unwanted = [
    ...expression.terms.filter(({ not }) => not).map((term) => termMatch(term, "", false)),
    ...tags.filter(({ not }) => not).map(filterMatch),
  ];
  // Something must match before something can be taken out: every paper has this tag.
  const all = wanted.length ? wanted.join(" AND ") : `({tags} : "${TAG}all")`;
  const none = unwanted.map((one) => `(${one})`).join(" OR ");
  return none ? `(${all}) NOT (${none})` : all;
}

/** A name of which the last word may only have begun. */
export const toPrefixMatch = (field: "author" | "org", typed: string): string =>
  `${COLUMNS[field]}${quoted(typed)}*`;
