import type { ReactNode } from "react";
import { ARCHIVE_PATH, buildIssuePath } from "@/features/digest/issue/links";
import type { Issue, IssueLink } from "@/features/digest/issue/queries";
import { RHYTHM_NAMES } from "@/features/digest/schedule/describe";
import type { DigestPaper } from "@/features/digest/schema";
import { formatLongDay, formatShortDay } from "@/lib/day";
import { plural } from "@/lib/plural";
import { FeedLinks } from "./FeedLinks";

type Props = {
  issue: Issue;
  previous: IssueLink | null;
  next: IssueLink | null;
  /** Shown below the papers */
  children: ReactNode;
};

/** Shows an issue on the web. */
export function IssuePage({ issue, previous, next, children }: Props) {
  const { rhythm, date, reason, papers } = issue;
  return (
    <article className="mx-auto max-w-2xl pt-8 sm:pt-12">
      <p className="text-soft text-sm">
        <a href={ARCHIVE_PATH} className="quiet-link py-2">
          Digest archive
        </a>{" "}
        · {RHYTHM_NAMES[rhythm]}
      </p>
      <h1 className="mt-3 font-semibold text-3xl tracking-tight sm:text-4xl">
        {formatLongDay(date)}
      </h1>
      <p dir="auto" className="mt-3 break-words text-soft">
        {papers.length ? reason : `No email sent. ${reason}`}
      </p>
      <ol className="mt-6">
        {papers.map((paper) => (
          <PaperItem key={paper.id} paper={paper} />
        ))}
      </ol>
      {papers.length > 0 && (
        <p className="border-line border-t pt-6 text-soft text-sm">
          This is the default issue. Yours may differ if you picked topics.
        </p>
      )}
      <nav aria-label="Issues" className="flex flex-wrap justify-between gap-4 py-8 text-sm">
        <IssueStep to={previous} rel="prev" />
        <IssueStep to={next} rel="next" />
      </nav>
      {children}
      <div className="pt-6">
        <FeedLinks />
      </div>
    </article>
  );
}

function PaperItem({ paper: { id, title, byline, excerpt, upvotes } }: { paper: DigestPaper }) {
  return (
    <li className="border-line border-t py-6">
      <h2 dir="auto" className="break-words font-semibold text-lg leading-snug sm:text-xl">
        <a href={`/papers/${id}`} className="hover:text-accent">
          {title}
        </a>
      </h2>
      <p dir="auto" className="mt-1 break-words text-soft text-sm">
        {byline} · <span className="tabular-nums">{plural(upvotes, "upvote")}</span>
      </p>
      <p dir="auto" className="mt-2 break-words text-[0.9375rem] leading-relaxed">
        {excerpt}
      </p>
    </li>
  );
}

function IssueStep({ to, rel }: { to: IssueLink | null; rel: "prev" | "next" }) {
  if (!to) return <span />;
  return (
    <a href={buildIssuePath(to)} rel={rel} className="button button-quiet">
      <span className="sr-only">{rel === "prev" ? "Previous: " : "Next: "}</span>
      {rel === "prev" ? `← ${formatShortDay(to.date)}` : `${formatShortDay(to.date)} →`}
    </a>
  );
}
