/** The way on from a page that says or asks one thing. */
export function TodaysPapersLink() {
  return (
    <a href="/papers" className="button">
      Today&rsquo;s papers
    </a>
  );
}
