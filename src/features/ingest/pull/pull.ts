import { getLeaseOwner } from "@/db/lease-owner";
import { MINUTE } from "@/lib/duration";
import { log } from "@/lib/log";
import type { PullContext } from "./context";
import { HostLease, LeaseLost } from "./host-lease";
import { claimHost, postponeSources } from "./mutations";
import { findSourceState, listSourceStates, type SourceState } from "./queries";
import { type RunReport, runSource } from "./run-source";
import type { PullSource } from "./source-config";
import { getHostName } from "./source-hosts";

export type PullOptions = PullContext & {
  sources: PullSource[];
  /** Whether to pull only the sources that are due */
  due: boolean;
};

/** Clocks of several hosts differ by less than this. */
const MAX_CLOCK_SKEW = MINUTE;

function groupByHost(sources: PullSource[]): Map<string, PullSource[]> {
  const hosts = new Map<string, PullSource[]>();
  for (const source of sources) {
    const host = getHostName(source);
    hosts.set(host, [...(hosts.get(host) ?? []), source]);
  }
  return hosts;
}

/** Returns when a source is due, in ms; 0 where its last request is in the future: the clock was set back. */
function computeDueTime(state: SourceState | undefined, now: Date): number {
  const attemptedAt = state?.attemptedAt?.getTime() ?? 0;
  if (attemptedAt > now.getTime() + MAX_CLOCK_SKEW) return 0;
  return state?.nextAt?.getTime() ?? 0;
}

/** Lists the sources to pull now, the one that has been due for longest first. */
async function listSourcesToPull(
  sources: PullSource[],
  { due, now }: PullOptions,
): Promise<PullSource[]> {
  const states = await listSourceStates(sources.map(({ name }) => name));
  const current = now();
  const dueTimes = new Map(states.map((state) => [state.name, computeDueTime(state, current)]));
  const getDueTime = ({ name }: PullSource) => dueTimes.get(name) ?? 0;
  return sources
    .filter((source) => !due || getDueTime(source) <= current.getTime())
    .sort((a, b) => getDueTime(a) - getDueTime(b));
}

const reportBusy = (source: PullSource): RunReport => ({
  source,
  state: "busy",
  created: 0,
  updated: 0,
});

/** Runs a source; reports it as busy where another process claims the host meanwhile. */
async function runUnlessOvertaken(
  source: PullSource,
  host: HostLease,
  options: PullOptions,
): Promise<RunReport> {
  try {
    return await runSource(source, host, options);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    return reportBusy(source);
  }
}

/** Pulls the sources of one host one after another, while this process holds the host's lease. */
async function pullHost(
  name: string,
  sources: PullSource[],
  options: PullOptions,
): Promise<RunReport[]> {
  if ((await listSourcesToPull(sources, options)).length === 0) return [];
  const lease = await claimHost(name, getLeaseOwner(), options.now());
  if (!lease) return sources.map(reportBusy);
  const lastRequestAt = (await findSourceState(name))?.attemptedAt ?? undefined;
  const host = new HostLease(lease, options, lastRequestAt);
  const reports: RunReport[] = [];
  try {
    // Read again under the lease: another process may have pulled them until a moment ago.
    for (const source of await listSourcesToPull(sources, options)) {
      if (options.isStopping()) break;
      const report = await runUnlessOvertaken(source, host, options);
      reports.push(report);
      if (report.state === "busy") break;
      if (report.retryAt) {
        // `Retry-After` applies to all sources of the host.
        const names = sources.map((one) => one.name);
        await postponeSources(lease, names, report.retryAt);
        break;
      }
    }
  } finally {
    await host.release();
  }
  return reports;
}

function formatReport({ source, state, created, updated, failure }: RunReport): string {
  const counts = `${created} new, ${updated} changed`;
  switch (state) {
    case "busy":
      return `${source.name}: another process is pulling it.`;
    case "failed":
      return `${source.name}: ${failure}; ${counts}.`;
    case "stopped":
      return `${source.name}: ${counts}; stopped early, the next run continues.`;
    case "complete":
      return `${source.name}: ${counts}.`;
  }
}

/**
 * Stores what the sources have published. It may be interrupted at any point, and several processes
 * may call it at once; a source that fails never stops another. Returns a summary with a sentence
 * for each source that was pulled.
 */
export async function pull(options: PullOptions): Promise<string> {
  if (options.sources.length === 0) return "SOURCES in .env lists no source: nothing to pull.";
  const hosts = [...groupByHost(options.sources)];
  const settled = await Promise.allSettled(
    hosts.map(([name, sources]) => pullHost(name, sources, options)),
  );
  const sentences = settled.flatMap((outcome, index) => {
    if (outcome.status === "fulfilled") return outcome.value.map(formatReport);
    const [host] = hosts[index] ?? [];
    log.error("pulling from a host failed", { host, reason: String(outcome.reason) });
    return [`${host}: failed; the log has the details.`];
  });
  return sentences.join(" ") || "No source is due.";
}
