import type { Status } from "@/features/ingest/status/status";
import { RunList } from "./RunList";
import { SourceReport } from "./SourceReport";

/** Where the papers come from and how that goes, for everyone to read. */
export function StatusPage({ status, now }: { status: Status; now: Date }) {
  return (
    <div className="mx-auto max-w-2xl pt-10">
      <h1 className="font-semibold text-4xl tracking-tight">Sources</h1>
      <p className="mt-3 mb-8 text-soft">
        Where the papers of this site come from, and how that goes. A bar is what came of a day; the
        line across it is what usually comes on that weekday. Times are in UTC.
      </p>
      {status.sources.length === 0 && (
        <p className="border-line border-t py-8">
          Nothing is pulled from anywhere: papers are brought in by hand.
        </p>
      )}
      {status.sources.map((source) => (
        <SourceReport key={source.name} source={source} now={now} />
      ))}
      <section className="border-line border-t py-8">
        <h2 className="font-semibold text-xl">What came in last</h2>
        <RunList runs={status.runs} now={now} />
        <p className="mt-6 text-sm">
          <a href="/api/status" className="quiet-link">
            The same as JSON
          </a>
        </p>
      </section>
    </div>
  );
}
