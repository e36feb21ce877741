import { foldText } from "@/lib/text/fold";
import { formatValue } from "./facets";
import { SORTS } from "./schema";

/** A suggestion of the search box: the whole query after choosing it, and the text of its row. */
export type Completion = { query: string; label: string; note: string };

const OPERATORS = [
  ["author:", "a name"],
  ["title:", "a word in the title"],
  ["org:", "an organization"],
  ["by:", "submitter"],
  ["cat:", "a category, such as cs.CL"],
  ["has:code", "with code"],
  ["after:", "a date (year, month or day)"],
  ["before:", "a date (year, month or day)"],
  ["sort:", SORTS.join(", ")],
] as const;

/** The last part of a query: the text before it, its operator ("" for a plain word) and its value. */
type Ending = { head: string; operator: string; value: string };

/** Parses the last part of a query, which is being typed. */
export function parseEnding(query: string): Ending {
  const [ending = ""] = /(?:\w+:)?(?:"[^"]*|[^\s"]*)$/u.exec(query) ?? [];
  const quotes = query.slice(0, query.length - ending.length).match(/"/g)?.length ?? 0;
  const [, operator = "", value = ""] =
    /^(author|title|org|by|cat|has|after|before|sort):"?(.*)$/iu.exec(ending) ?? [];
  // Inside a phrase there is nothing to complete.
  if (quotes % 2 === 1 || (!operator && ending.startsWith('"'))) {
    return { head: query, operator: "", value: "" };
  }
  const head = query.slice(0, query.length - ending.length);
  return { head, operator: operator.toLowerCase(), value: operator ? value : ending };
}

/** Completes an ending by the known values of an operator. */
export const completeValues = (
  { head }: Ending,
  operator: string,
  values: { value: string; label?: string }[],
  note: string,
): Completion[] =>
  values.map(({ value, label }) => {
    const text = `${operator}:${formatValue(value)}`;
    return { query: `${head}${text} `, label: label ? `${text} · ${label}` : text, note };
  });

/** Completes names of operators and the values of `has:` and `sort:`, which need no database. */
export function completeOperators(ending: Ending): Completion[] {
  const { head, operator, value } = ending;
  const beginning = value.toLowerCase();
  if (operator === "sort") {
    const sorts = SORTS.filter((sort) => sort.startsWith(beginning));
    const values = sorts.map((sort) => ({ value: sort }));
    return completeValues(ending, "sort", values, "order");
  }
  if (operator === "has") {
    if (!"code".startsWith(beginning)) return [];
    return completeValues(ending, "has", [{ value: "code" }], "with code");
  }
  if (operator || !beginning) return [];
  return OPERATORS.filter(([name]) => name.startsWith(beginning)).map(([name, note]) => ({
    query: `${head}${name}${name.endsWith(":") ? "" : " "}`,
    label: name,
    note,
  }));
}

/** Returns the names that contain words beginning as typed, the most frequent first. */
export function filterNames(names: string[], typed: string, limit: number): string[] {
  const beginnings = foldText(typed).split(/\s+/).filter(Boolean);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([name]) => {
      const words = foldText(name).split(/[\s\-–.]+/);
      return beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
    })
    .toSorted(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .slice(0, limit)
    .map(([name]) => name);
}
