type Search = Promise<{ p?: string | string[] }>;

/** The page number of an address, from 0; null for what is none. */
export async function pageOf(search: Search): Promise<number | null> {
  const { p = "0" } = await search;
  return typeof p === "string" && /^\d{1,4}$/.test(p) ? Number(p) : null;
}
