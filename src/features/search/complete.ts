import { foldText } from "@/lib/fold";
import { SORTS } from "./schema";

/** One way to go on: the whole query as it would be, and what is shown of it. */
export type Completion = { query: string; label: string; note: string };

const OPERATORS = [
  ["author:", "a name"],
  ["title:", "a word of the title"],
  ["org:", "an organisation"],
  ["by:", "who submitted it"],
  ["cat:", "a category, like cs.CL"],
  ["has:code", "with code"],
  ["after:", "a year, month or day"],
  ["before:", "a year, month or day"],
  ["sort:", SORTS.join(", ")],
] as const;

/** The end of what is typed: what stands before it, its operator ("" for a plain word) and its value. */
export type Ending = { head: string; operator: string; value: string };

/** What is being typed at the end of a query. */
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

/** An operator with its value, in quotes where it has spaces. */
const operand = (operator: string, value: string): string =>
  `${operator}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', " ")}"` : value}`;

/** What an operator's known values make of an ending. */
export const completeValues = (
  { head }: Ending,
  operator: string,
  values: { value: string; label?: string }[],
  note: string,
): Completion[] =>
  values.map(({ value, label }) => {
    const text = operand(operator, value);
    return { query: `${head}${text} `, label: label ? `${text} · ${label}` : text, note };
  });

/** What needs no database: names of operators, values of `has:` and `sort:`. */
export function completeOperators(ending: Ending): Completion[] {
  const { head, operator, value } = ending;
  const begun = value.toLowerCase();
  if (operator === "sort") {
    const sorts = SORTS.filter((sort) => sort.startsWith(begun));
    return completeValues(
      ending,
      "sort",
      sorts.map((sort) => ({ value: sort })),
      "order",
    );
  }
  if (operator === "has") {
    return "code".startsWith(begun)
      ? completeValues(ending, "has", [{ value: "code" }], "with code")
      : [];
  }
  if (operator || !begun) return [];
  return OPERATORS.filter(([name]) => name.startsWith(begun)).map(([name, note]) => ({
    query: `${head}${name}${name.endsWith(":") ? "" : " "}`,
    label: name,
    note,
  }));
}

/** Names of which a word begins as typed, those that come oftenest first. */
export function filterNames(names: string[], typed: string, most: number): string[] {
  const sought = foldText(typed).split(/\s+/).filter(Boolean);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([name]) => {
      const words = foldText(name).split(/[\s\-–.]+/);
      return sought.every((one) => words.some((word) => word.startsWith(one)));
    })
    .toSorted(([a, more], [b, count]) => count - more || a.localeCompare(b))
    .slice(0, most)
    .map(([name]) => name);
}
