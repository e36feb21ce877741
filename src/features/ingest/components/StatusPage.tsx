import type { Status } from "@/features/ingest/status/status";
import { RunList } from "./RunList";
import { SourceSection } from "./SourceSection";

/** Shows the state of the sources and the recent imports. */
export function StatusPage({ status, now }: { status: Status; now: Date }) {
  return (
    <div className="mx-auto max-w-2xl pt-10">
      <h1 className="font-semibold text-4xl tracking-tight">Status</h1>
      <p className="mt-3 mb-8 text-soft">
        Where the papers on this site come from. Bars show papers per day; the line is the usual
        number for that weekday. Times are in UTC.
      </p>
      {status.sources.length === 0 && (
        <p className="border-line border-t py-8">
          No automatic sources: papers are added manually.
        </p>
      )}
      {status.sources.map((source) => (
        <SourceSection key={source.name} source={source} now={now} />
      ))}
      <section className="border-line border-t py-8">
        <h2 className="font-semibold text-xl">Recent imports</h2>
        <RunList runs={status.runs} now={now} />
        <p className="mt-6 text-sm">
          <a href="/api/status" className="quiet-link">
            View as JSON
          </a>
        </p>
      </section>
    </div>
  );
}
