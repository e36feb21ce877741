import { Moment } from "@/components/Moment";
import type { IssueRow } from "@/features/digest/admin/queries";
import { formatEdition } from "@/features/digest/schedule/describe";
import { DeliveryCounts } from "./DeliveryCounts";

type Props = { issues: IssueRow[]; older: string | null };

/** The issues that were made, the newest first. @param older the address of those before them */
export function IssueList({ issues, older }: Props) {
  if (issues.length === 0) return <p className="text-soft">No issue was made yet.</p>;
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
                readers={issue.deliveryCount}
                label={`Settled of ${issue.edition}`}
              />
            ) : (
              <p className="mt-1 text-sm text-soft">{issue.emptyReason ?? "It had no readers."}</p>
            )}
          </li>
        ))}
      </ol>
      {older && (
        <p className="mt-4 text-sm">
          <a href={older} rel="next" className="button button-quiet">
            Older issues
          </a>
        </p>
      )}
    </>
  );
}
