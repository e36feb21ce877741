type Props = {
  /** Where the next page begins; null after the last page */
  after: string | null;
  /** The list's filter, which the next page keeps */
  state: string | null;
  address: string;
};

export function NextPageLink({ after, state, address }: Props) {
  if (after === null) return null;
  const search = new URLSearchParams({
    ...(state && { state }),
    ...(address && { address }),
    after,
  });
  return (
    <p className="mt-4 text-sm">
      <a href={`?${search}`} rel="next" className="button button-quiet">
        Next page
      </a>
    </p>
  );
}
