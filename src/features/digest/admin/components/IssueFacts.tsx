import { Moment } from "@/components/Moment";
import type { DigestPaper } from "@/features/digest/schema";
import { plural } from "@/lib/plural";

type Props = {
  issue: {
    dueAt: Date;
    since: Date;
    until: Date;
    createdAt: Date;
    emptyReason: string | null;
    candidateCount: number;
    selectionCount: number;
  };
};

/** Shows when an issue was created, from which papers, and the reason if it was not sent. */
export function IssueFacts({ issue }: Props) {
  return (
    <>
      {issue.emptyReason && <p className="mb-4">{issue.emptyReason}</p>}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[8rem_1fr]">
        <dt className="text-soft">Due</dt>
        <dd>
          <Moment instant={issue.dueAt.toISOString()} />
        </dd>
        <dt className="text-soft">Created</dt>
        <dd>
          <Moment instant={issue.createdAt.toISOString()} />
        </dd>
        <dt className="text-soft">Papers added</dt>
        <dd>
          after <Moment instant={issue.since.toISOString()} />, up to{" "}
          <Moment instant={issue.until.toISOString()} />
        </dd>
        <dt className="text-soft">Papers</dt>
        <dd>
          {plural(issue.candidateCount, "candidate")}, {plural(issue.selectionCount, "version")} of
          the email
        </dd>
      </dl>
    </>
  );
}

/** Lists the papers of an email, in order. */
export function ChosenPapers({ papers }: { papers: DigestPaper[] }) {
  return (
    <details className="text-sm">
      <summary className="py-2">{plural(papers.length, "paper")}</summary>
      <ol className="list-decimal pl-6">
        {papers.map(({ id, title, byline }) => (
          <li key={id} className="py-1.5">
            <a href={`/papers/${id}`} className="quiet-link">
              {title}
            </a>
            <span className="block text-soft">{byline}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
