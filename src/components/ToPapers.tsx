/** The way on from a page that says or asks one thing. */
export function ToPapers() {
  return (
    <a href="/papers" className="button">
      Today&rsquo;s papers
    </a>
  );
}
