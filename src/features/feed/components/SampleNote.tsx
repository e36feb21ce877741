/** A notice above the sample papers that come with the software. */
export function SampleNote() {
  return (
    <p className="mt-6 rounded-lg bg-raised px-4 py-3 text-sm">
      This is a sample that comes with the software: real papers, with summaries in our own words.
      The first papers you add replace it.
    </p>
  );
}
