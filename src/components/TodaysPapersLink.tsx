export function TodaysPapersLink() {
  return (
    <a href="/papers" className="button">
      Today&rsquo;s papers
    </a>
  );
}
