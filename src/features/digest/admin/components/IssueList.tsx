import { Moment } from "@/components/Moment";
import type { IssueRow } from "@/features/digest/admin/queries";
import { formatEdition } from "@/features/digest/schedule/describe";
import { DeliveryCounts } from "./DeliveryCounts";

type Props = {
  /** Newest first */
  issues: IssueRow[];
  /** The address of the page with older issues, or null */
  olderPage: string | null;
};

export function IssueList({ issues, olderPage }: Props) {
  if (issues.length === 0) return <p className="text-soft">No issues yet.</p>;
  return (
    <>
      <ol>
        {issues.map((issue) => (
          <li key={issue.id} className="border-line border-b py-3 last:border-b-0">
            <div className="flex flex-wrap justify-between gap-x-4 text-sm">
              <a href={`/admin/digest/issues/${issue.edition}`} className="quiet-link break-words">
                {formatEdition(issue.edition)}
              </a>
              <span className="text-soft">
                <Moment instant={issue.dueAt.toISOString()} />
              </span>
            </div>
            {issue.deliveryCount > 0 ? (
              <DeliveryCounts
                counts={issue.counts}
                deliveryCount={issue.deliveryCount}
                label={`Progress of ${issue.edition}`}
              />
            ) : (
              <p className="mt-1 text-sm text-soft">{issue.emptyReason ?? "No subscribers."}</p>
            )}
          </li>
        ))}
      </ol>
      {olderPage && (
        <p className="mt-4 text-sm">
          <a href={olderPage} rel="next" className="button button-quiet">
            Older issues
          </a>
        </p>
      )}
    </>
  );
}
