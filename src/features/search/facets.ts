import type { Count, Hits } from "./query/rows";
import type { Facet, SearchResult, Sort } from "./schema";

/** A value of an operator as it must be typed. */
const typed = (value: string) => (/[\s"]/.test(value) ? `"${value.replaceAll('"', " ")}"` : value);

/** A query narrowed by one more operator. */
const narrowed = (query: string, operators: string) => {
  // A quote that was left open would swallow what comes after.
  const open = (query.match(/"/g)?.length ?? 0) % 2 === 1;
  return `${query}${open ? '"' : ""} ${operators}`.trim();
};

const facet = (query: string, { value, label, count }: Count, operators: string): Facet => ({
  value,
  label,
  count,
  query: narrowed(query, operators),
});

/** The values that hits share, each with the query for those alone; years newest first. */
export function buildFacets(hits: Hits, query: string): SearchResult["facets"] {
  const years = hits.years.toSorted((a, b) => b.value.localeCompare(a.value));
  return {
    years: years.map((year) =>
      facet(query, year, `after:${year.value} before:${Number(year.value) + 1}`),
    ),
    categories: hits.categories.map((one) => facet(query, one, `cat:${one.value}`)),
    organizations: hits.organizations.map((one) => facet(query, one, `org:${typed(one.value)}`)),
  };
}

/** A query with another order. */
export function withSort(query: string, sort: Sort): string {
  const rest = query.replaceAll(/(^|\s)-?sort:("[^"]*"?|\S*)/gi, "").trim();
  return sort === "relevance" ? rest : narrowed(rest, `sort:${sort}`);
}
