import {
  describeState,
  formatDuration,
  formatSentence,
  formatTime,
  type SourceStatus,
} from "@/features/ingest/status/status";
import { toUtcDay } from "@/lib/day";
import { DayBars } from "./DayBars";

type Props = { source: SourceStatus; now: Date };

function Time({ at, now }: { at: Date; now: Date }) {
  return <time dateTime={at.toISOString()}>{formatTime(at, now)}</time>;
}

/** Shows the state of one source and its last two weeks. */
export function SourceSection({ source, now }: Props) {
  const state = describeState(source, now);
  const { succeededAt, nextAt, failure, failedAt, running } = source;
  return (
    <section className="border-line border-t py-8">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-semibold text-xl">{source.label}</h2>
        <span
          className={`rounded px-2 py-0.5 text-sm ${state.bad ? "bg-accent-ground text-accent" : "bg-raised text-soft"}`}
        >
          {state.text}
        </span>
      </div>
      <p className="mt-1 break-all font-mono text-soft text-sm">{source.name}</p>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-soft">Last success</dt>
        <dd>
          {succeededAt ? (
            <>
              <Time at={succeededAt} now={now} />, {formatDuration(succeededAt, now)} ago
            </>
          ) : (
            "none yet"
          )}
        </dd>
        <dt className="text-soft">Next run</dt>
        <dd>
          {running ? "running" : nextAt && nextAt > now ? <Time at={nextAt} now={now} /> : "now"}
        </dd>
        <dt className="text-soft">Papers</dt>
        <dd>{source.lists ? "listed by day" : "archive only"}</dd>
        {failure && failedAt && (
          <>
            <dt className="text-soft">Last error</dt>
            <dd>
              {formatSentence(failure)}{" "}
              <span className="text-soft">
                <Time at={failedAt} now={now} />
                {source.failures > 1 && `, ${source.failures} times in a row`}
              </span>
            </dd>
          </>
        )}
      </dl>
      <DayBars days={source.days} today={toUtcDay(now)} />
    </section>
  );
}
