/** Says that these are not yet the site's own papers. */
export function SampleNote() {
  return (
    <p className="mt-6 rounded-lg bg-raised px-4 py-3 text-sm">
      This is a sample that came with the software: real papers, with summaries in our words. The
      first papers you bring in take its place.
    </p>
  );
}
