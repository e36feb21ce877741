import type { ReactNode } from "react";
import { buildIssuePath } from "@/features/digest/issue/links";
import type { Issue } from "@/features/digest/issue/queries";
import { RHYTHM_NAMES } from "@/features/digest/schedule/describe";
import { Pager } from "@/features/feed/components/Pager";
import { formatPeriod, formatShortDay, toMonth } from "@/lib/day";
import { plural } from "@/lib/plural";
import { FeedLinks } from "./FeedLinks";

/** Groups issues by the month of their date, in the order given. */
function groupByMonth(issues: Issue[]): Map<string, Issue[]> {
  const months = new Map<string, Issue[]>();
  for (const issue of issues) {
    const month = formatPeriod(toMonth(issue.date));
    months.set(month, [...(months.get(month) ?? []), issue]);
  }
  return months;
}

type Props = { issues: Issue[]; page: number; hasMore: boolean; children: ReactNode };

/** Lists the site's own issues, newest first. `page` counts from 0. */
export function ArchivePage({ issues, page, hasMore, children }: Props) {
  return (
    <div className="mx-auto max-w-2xl pt-8 sm:pt-12">
      <h1 className="font-semibold text-3xl tracking-tight sm:text-4xl">Digest archive</h1>
      <p className="mt-3 text-soft">Past issues of the email digest.</p>
      <div className="pt-2 pb-4">
        <FeedLinks />
      </div>
      {children}
      {issues.length === 0 && <p className="py-12 text-center text-lg">No issues yet.</p>}
      {[...groupByMonth(issues)].map(([month, monthIssues]) => (
        <section key={month} className="pt-8">
          <h2 className="font-semibold text-xl">{month}</h2>
          <ul className="mt-2">
            {monthIssues.map((issue) => (
              <IssueItem key={issue.edition} issue={issue} />
            ))}
          </ul>
        </section>
      ))}
      <Pager page={page} pages={hasMore ? page + 2 : page + 1} />
    </div>
  );
}

function IssueItem({ issue }: { issue: Issue }) {
  const { date, rhythm, subject, reason, papers } = issue;
  return (
    <li className="border-line border-b py-4">
      <a
        href={buildIssuePath(issue)}
        dir="auto"
        className={`block break-words leading-snug hover:text-accent ${papers.length ? "font-medium" : "text-soft"}`}
      >
        {papers.length ? subject : `No email sent. ${reason}`}
      </a>
      <p className="mt-1 text-soft text-sm">
        <time dateTime={date}>{formatShortDay(date)}</time> · {RHYTHM_NAMES[rhythm]}
        {papers.length > 0 && ` · ${plural(papers.length, "paper")}`}
      </p>
    </li>
  );
}
