import type { Expression, Filter, Term } from "./expression";

/** Characters of writing without spaces; the migration's view cuts the same ones into pairs. */
const UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff";
const RUN = new RegExp(`[${UNSPACED}]+`, "gu");

/** Runs of them as overlapping pairs: 深度学习 → 深度 度学 学习. */
const inPairs = (text: string): string =>
  text.replaceAll(RUN, (run) => {
    const signs = [...run];
    const pairs = signs.slice(1).map((sign, at) => (signs[at] ?? "") + sign);
    return ` ${(pairs.length ? pairs : signs).join(" ")} `;
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
  `cat${value.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")}`;

/** `cat:cs.` and `cat:cs.C` are the beginnings of categories. */
const isPartial = (value: string) => /^[^.]+\..?$/u.test(value);

const filterMatch = ({ kind, value }: Filter): string =>
  kind === "has"
    ? "{tags} : hascode"
    : `{tags} : "${categoryTag(value)}"${isPartial(value) ? "*" : ""}`;

/** Columns for words that name none: "" is all, "{title} : " the title. */
type Options = { columns: string; prefix: boolean };

/**
 * The expression in FTS5's language, which can't be broken: every word stands in quotes. `last` is
 * the last word's own part, where the query ends in a plain word; with `prefix` it is taken as the
 * beginning of one. A submitter is no part of it.
 */
export function toMatch(
  { terms, filters }: Expression,
  { columns, prefix }: Options,
): { match: string; last: string | null } {
  const end = terms.at(-1);
  const last = end && !end.phrase && !end.not ? end : null;
  const tags = filters.filter(({ kind }) => kind !== "by");
  const parts = (not: boolean) => [
    ...terms
      .filter((term) => term.not === not)
      .map((term) => termMatch(term, not ? "" : columns, prefix && term === last)),
    ...tags.filter((tag) => tag.not === not).map(filterMatch),
  ];
  const wanted = parts(false);
  const unwanted = parts(true);
  // Something must match before something can be taken out: every paper has this tag.
  const all = (wanted.length ? wanted : ["{tags} : allpapers"]).map((one) => `(${one})`);
  const none = unwanted.map((one) => `(${one})`).join(" OR ");
  return {
    match: none ? `(${all.join(" AND ")}) NOT (${none})` : all.join(" AND "),
    last: last && termMatch(last, columns, false),
  };
}
