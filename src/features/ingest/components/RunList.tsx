import {
  formatOrigin,
  formatSentence,
  formatTime,
  type IngestRunReport,
} from "@/features/ingest/status/status";
import { plural } from "@/lib/plural";

/** Lists the last imports that changed or rejected something. */
export function RunList({ runs, now }: { runs: IngestRunReport[]; now: Date }) {
  if (runs.length === 0) return <p className="mt-2 text-soft">No imports yet.</p>;
  return (
    <ol className="mt-4 text-sm">
      {runs.map((run) => (
        <li key={`${run.startedAt.getTime()} ${run.origin}`} className="border-line border-t py-3">
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            <time dateTime={run.startedAt.toISOString()} className="text-soft">
              {formatTime(run.startedAt, now)}
            </time>
            <span className="break-all">{formatOrigin(run.origin)}</span>
            <span className="tabular-nums sm:ml-auto">
              {run.created} new, {run.updated} changed
              {run.rejected > 0 && `, ${run.rejected} rejected`}
            </span>
          </div>
          {run.reasons.length > 0 && (
            <ul className="mt-1 text-soft">
              {run.reasons.map(({ reason, count, id }) => (
                <li key={reason} className="break-words">
                  {id ?? "Entry without an id"}
                  {count > 1 && ` and ${plural(count - 1, "other")}`}: {formatSentence(reason)}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
