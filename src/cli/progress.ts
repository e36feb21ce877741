import { SingleBar } from "cli-progress";
import type { IngestReport } from "@/features/ingest/schema";
import { SECOND } from "@/lib/duration";
import { plural } from "@/lib/plural";

export type Progress = {
  /** Reports how many of the current input's entries are imported */
  tick(done: number, entries: number): void;
  done(name: string, report: IngestReport): void;
  end(): void;
};

/**
 * Shows progress on standard error: a bar with rate and remaining time on a terminal, otherwise a
 * line for each finished input.
 */
export function showProgress(inputs: number): Progress {
  if (!process.stderr.isTTY) {
    return {
      tick() {},
      done(name, { created, updated, unchanged, rejected }) {
        console.error(
          `${name}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`,
        );
      },
      end() {},
    };
  }
  const startedAt = performance.now();
  let finished = 0;
  let before = 0;
  let current = 0;
  const bar = new SingleBar({
    format: "{bar} {percentage}% · {papers} papers · {rate}/s · {eta_formatted} left",
    stream: process.stderr,
    hideCursor: true,
  });
  const papers = () => before + current;
  const rate = () => Math.round(papers() / ((performance.now() - startedAt) / 1000));
  bar.start(inputs, 0, { papers: 0, rate: 0 });
  return {
    tick(done, entries) {
      current = done;
      const share = entries ? done / entries : 1;
      bar.update(finished + share, { papers: papers(), rate: rate() });
    },
    done() {
      before += current;
      current = 0;
      finished += 1;
      bar.update(finished, { papers: papers(), rate: rate() });
    },
    end: () => bar.stop(),
  };
}

const LINE_INTERVAL = 5 * SECOND;

/**
 * Shows on standard error how many rows of an import are done: a bar on a terminal, otherwise a line every
 * five seconds. A short import shows nothing.
 */
export function showRowProgress(): { update(done: number, total: number): void; end(): void } {
  let shownAt = performance.now();
  if (!process.stderr.isTTY) {
    return {
      update(done, total) {
        if (performance.now() - shownAt < LINE_INTERVAL) return;
        shownAt = performance.now();
        console.error(`${done.toLocaleString("en")} of ${plural(total, "row")} done`);
      },
      end() {},
    };
  }
  const bar = new SingleBar({
    format: "{bar} {percentage}% · {value} of {total} rows · {eta_formatted} left",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  let isStarted = false;
  return {
    update(done, total) {
      if (!isStarted) bar.start(total, 0);
      isStarted = true;
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}
