type Props = {
  page: number;
  pages: number;
  /** The search query, which the addresses keep */
  query?: string;
};

/** Links to the previous and next page. Addresses count pages from 0, the page itself from 1. */
export function Pager({ page, pages, query }: Props) {
  if (pages < 2) return null;
  const address = (to: number) =>
    `?${new URLSearchParams({ ...(query && { q: query }), ...(to > 0 && { p: String(to) }) })}`;
  const link = "button button-quiet";
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 pt-8 text-sm">
      {page > 0 ? (
        <a href={address(page - 1)} rel="prev" className={link}>
          Previous page
        </a>
      ) : (
        <span />
      )}
      <span className="text-soft tabular-nums">Page {page + 1}</span>
      {page + 1 < pages ? (
        <a href={address(page + 1)} rel="next" className={link}>
          Next page
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
