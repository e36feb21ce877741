/** The page of a search. */
export const searchAddress = (query: string): string =>
  `/papers?${new URLSearchParams({ q: query })}`;
