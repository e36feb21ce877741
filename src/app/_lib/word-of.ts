/** A parameter of a page's address where it stands there once. */
export const wordOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;
