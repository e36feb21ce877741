import type { Hits, ValueCount } from "./query/rows";
import type { Facet, SearchResult, Sort } from "./schema";

/** Formats the value of an operator, in quotes if it has spaces. */
export const formatValue = (value: string): string =>
  /[\s"]/.test(value) ? `"${value.replaceAll('"', " ")}"` : value;

/** Appends operators to a query. */
function withOperators(query: string, operators: string): string {
  // An open quote would include the operators in its phrase.
  const isOpen = (query.match(/"/g)?.length ?? 0) % 2 === 1;
  return `${query}${isOpen ? '"' : ""} ${operators}`.trim();
}

const toFacet = (query: string, { value, label, count }: ValueCount, operators: string): Facet => ({
  value,
  label,
  count,
  query: withOperators(query, operators),
});

/** Returns the values that hits share, each with the query for its hits alone; years newest first. */
export function buildFacets(hits: Hits, query: string): SearchResult["facets"] {
  const years = hits.years.toSorted((a, b) => b.value.localeCompare(a.value));
  return {
    years: years.map((year) =>
      toFacet(query, year, `after:${year.value} before:${Number(year.value) + 1}`),
    ),
    categories: hits.categories.map((one) => toFacet(query, one, `cat:${one.value}`)),
    organizations: hits.organizations.map((one) =>
      toFacet(query, one, `org:${formatValue(one.value)}`),
    ),
  };
}

/** Returns a query with another order. */
export function withSort(query: string, sort: Sort): string {
  const rest = query.replaceAll(/(^|\s)-?sort:("[^"]*"?|\S*)/gi, "").trim();
  return sort === "relevance" ? rest : withOperators(rest, `sort:${sort}`);
}
