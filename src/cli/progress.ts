import { SingleBar } from "cli-progress";
import type { IngestReport } from "@/features/ingest/schema";

export type Progress = { done(name: string, report: IngestReport): void; end(): void };

const entriesOf = (report: IngestReport) =>
  report.created + report.updated + report.unchanged + report.rejected.length;

/** A bar on a terminal (done, rate, time left); a line for each input elsewhere. On standard error. */
export function showProgress(inputs: number): Progress {
  const startedAt = performance.now();
  let entries = 0;
  const rate = () => Math.round(entries / ((performance.now() - startedAt) / 1000));
  if (!process.stderr.isTTY) {
    return {
      done(name, { created, updated, unchanged, rejected }) {
        console.error(
          `${name}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`,
        );
      },
      end() {},
    };
  }
  const bar = new SingleBar({
    format: "{bar} {value}/{total} files · {entries} papers · {rate}/s · {eta_formatted} left",
    stream: process.stderr,
    hideCursor: true,
  });
  bar.start(inputs, 0, { entries: 0, rate: 0 });
  return {
    done(_name, report) {
      entries += entriesOf(report);
      bar.increment(1, { entries, rate: rate() });
    },
    end: () => bar.stop(),
  };
}
