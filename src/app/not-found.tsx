import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export default function NotFound() {
  return (
    <Note title="Page not found">
      <p>
        Looking for a day, week, month or paper? Addresses look like{" "}
        <code>/papers/date/2026-02-19</code>, <code>/papers/week/2026-W08</code>,{" "}
        <code>/papers/month/2026-02</code> and <code>/papers/2602.12670</code> (a paper&rsquo;s
        arXiv id).
      </p>
      <p className="flex flex-wrap gap-3">
        <TodaysPapersLink />
        <a href="/papers/trending" className="button button-quiet">
          Trending papers
        </a>
      </p>
    </Note>
  );
}
