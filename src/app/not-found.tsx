import { Note } from "@/components/Note";
import { TodaysPapersLink } from "@/components/TodaysPapersLink";

export default function NotFound() {
  return (
    <Note title="There is no such page">
      <p>
        A day is written <code>/papers/date/2026-02-19</code>, a week{" "}
        <code>/papers/week/2026-W08</code>, a month <code>/papers/month/2026-02</code>, and a paper
        by its arXiv id: <code>/papers/2602.12670</code>.
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
