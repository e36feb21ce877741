type SearchParam = string | string[] | undefined;

/** Returns the value of a search parameter that occurs exactly once, else undefined. */
export const singleParam = (value: SearchParam): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Returns the page number of a page's `p` parameter, counted from 0; null if it isn't a number. */
export async function parsePageParam(searchParams: Promise<{ p?: SearchParam }>) {
  const { p = "0" } = await searchParams;
  return typeof p === "string" && /^\d{1,4}$/.test(p) ? Number(p) : null;
}
