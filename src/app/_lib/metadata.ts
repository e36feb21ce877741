/**
 * Metadata of pages about one person or one link: search engines don't index them, and the browser
 * sends their address to no other site.
 */
export const NOINDEX_METADATA = { robots: { index: false }, referrer: "same-origin" } as const;
