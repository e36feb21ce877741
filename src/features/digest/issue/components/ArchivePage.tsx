import type { ReactNode } from "react";
import { buildIssuePath, RHYTHM_NAMES } from "@/features/digest/issue/links";
import type { Issue } from "@/features/digest/issue/queries";
import { Pager } from "@/features/feed/components/Pager";
import { formatPeriod, formatShortDay, toMonth } from "@/lib/day";
import { FeedLinks } from "./FeedLinks";

/** Issues in the order given, by the month of their date. */
function byMonth(issues: Issue[]): Map<string, Issue[]> {
  const months = new Map<string, Issue[]>();
  for (const issue of issues) {
    const title = formatPeriod(toMonth(issue.date));
    months.set(title, [...(months.get(title) ?? []), issue]);
  }
  return months;
}

type Props = { issues: Issue[]; page: number; more: boolean; children: ReactNode };

/** All issues of the site's own, the newest first. */
export function ArchivePage({ issues, page, more, children }: Props) {
  return (
    <div className="mx-auto max-w-2xl pt-8 sm:pt-12">
      <h1 className="font-semibold text-3xl tracking-tight sm:text-4xl">Digest archive</h1>
      <p className="mt-3 text-soft">What was mailed to our readers, issue by issue.</p>
      <div className="pt-2 pb-4">
        <FeedLinks />
      </div>
      {children}
      {issues.length === 0 && (
        <p className="py-12 text-center text-lg">No issue has been made yet.</p>
      )}
      {[...byMonth(issues)].map(([title, ones]) => (
        <section key={title} className="pt-8">
          <h2 className="font-semibold text-xl">{title}</h2>
          <ul className="mt-2">
            {ones.map((issue) => (
              <IssueItem key={issue.edition} issue={issue} />
            ))}
          </ul>
        </section>
      ))}
      <Pager page={page} pages={more ? page + 2 : page + 1} />
    </div>
  );
}

const countPapers = (count: number) => (count === 1 ? "1 paper" : `${count} papers`);

function IssueItem({ issue }: { issue: Issue }) {
  const { date, rhythm, subject, reason, papers } = issue;
  return (
    <li className="border-line border-b py-4">
      <a
        href={buildIssuePath(issue)}
        dir="auto"
        className={`block break-words leading-snug hover:text-accent ${papers.length ? "font-medium" : "text-soft"}`}
      >
        {papers.length ? subject : `No mail. ${reason}`}
      </a>
      <p className="mt-1 text-soft text-sm">
        <time dateTime={date}>{formatShortDay(date)}</time> · {RHYTHM_NAMES[rhythm]}
        {papers.length > 0 && ` · ${countPapers(papers.length)}`}
      </p>
    </li>
  );
}
