import { Moment } from "@/components/Moment";
import type { DigestPaper } from "@/features/digest/schema";

type Props = {
  issue: { dueAt: Date; since: Date; until: Date; createdAt: Date; emptyReason: string | null };
  candidates: number;
  selections: number;
};

/** When an issue was made, of what, and why it was not mailed where it was not. */
export function IssueFacts({ issue, candidates, selections }: Props) {
  return (
    <>
      {issue.emptyReason && <p className="mb-4">{issue.emptyReason}</p>}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[8rem_1fr]">
        <dt className="text-soft">Due</dt>
        <dd>
          <Moment instant={issue.dueAt.toISOString()} />
        </dd>
        <dt className="text-soft">Made</dt>
        <dd>
          <Moment instant={issue.createdAt.toISOString()} />
        </dd>
        <dt className="text-soft">New is what came</dt>
        <dd>
          after <Moment instant={issue.since.toISOString()} />, up to{" "}
          <Moment instant={issue.until.toISOString()} />
        </dd>
        <dt className="text-soft">Papers</dt>
        <dd>
          {candidates.toLocaleString("en")} to choose from, {selections.toLocaleString("en")}{" "}
          different {selections === 1 ? "mail" : "mails"}
        </dd>
      </dl>
    </>
  );
}

/** The papers of a mail, in order. */
export function ChosenPapers({ papers }: { papers: DigestPaper[] }) {
  return (
    <details className="text-sm">
      <summary className="py-2">
        {papers.length === 1 ? "1 paper" : `${papers.length} papers`}
      </summary>
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
