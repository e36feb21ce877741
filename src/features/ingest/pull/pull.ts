import { randomUUID } from "node:crypto";
import { log } from "@/lib/log";
import { HostLease, LeaseLost } from "./host-lease";
import { claimLease, postponeSources } from "./mutations";
import { findSourceState, listSourceStates } from "./queries";
import { type PullReport, pullSource } from "./run-source";
import type { PullSource } from "./source-config";
import { getHostName } from "./source-hosts";
import type { PullContext } from "./step";

export type PullOptions = PullContext & {
  sources: PullSource[];
  /** Only the sources whose time has come */
  due: boolean;
};

function byGate(sources: PullSource[]): Map<string, PullSource[]> {
  const gates = new Map<string, PullSource[]>();
  for (const source of sources) {
    const gate = getHostName(source);
    gates.set(gate, [...(gates.get(gate) ?? []), source]);
  }
  return gates;
}

/** Those to pull now, the one that waits longest first. */
async function listDue(sources: PullSource[], { due, now }: PullOptions): Promise<PullSource[]> {
  const states = await listSourceStates(sources.map(({ name }) => name));
  const nextAt = new Map(states.map((state) => [state.name, state.nextAt?.getTime() ?? 0]));
  const at = ({ name }: PullSource) => nextAt.get(name) ?? 0;
  return sources
    .filter((source) => !due || at(source) <= now().getTime())
    .sort((a, b) => at(a) - at(b));
}

const busy = (source: PullSource): PullReport => ({ source, created: 0, updated: 0, busy: true });

/** Where another process has taken over meanwhile, the rest is its own. */
async function pullOrYield(
  source: PullSource,
  gate: HostLease,
  options: PullOptions,
): Promise<PullReport> {
  try {
    return await pullSource(source, gate, options);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    return busy(source);
  }
}

/** The sources behind one gate, one after another, by who holds its lease. */
async function pullGate(
  name: string,
  sources: PullSource[],
  options: PullOptions,
): Promise<PullReport[]> {
  if ((await listDue(sources, options)).length === 0) return [];
  const lease = await claimLease(name, randomUUID(), options.now());
  if (!lease) return sources.map(busy);
  const passed = (await findSourceState(name))?.attemptedAt;
  const gate = new HostLease(lease, options, passed);
  const reports: PullReport[] = [];
  try {
    // Asked again: somebody may have pulled them until a moment ago.
    for (const source of await listDue(sources, options)) {
      if (options.isStopping() || reports.at(-1)?.busy) break;
      const report = await pullOrYield(source, gate, options);
      reports.push(report);
      // The host speaks for all that is behind it.
      const { retryAt } = report;
      if (!retryAt) continue;
      await postponeSources(
        lease,
        sources.map(({ name }) => name),
        retryAt,
      );
      break;
    }
  } finally {
    await gate.release();
  }
  return reports;
}

function sentence({ source, created, updated, failure, stopped, busy }: PullReport): string {
  const brought = `${created} new, ${updated} changed`;
  if (busy) return `${source.name}: another process pulls.`;
  if (failure) return `${source.name}: ${failure}; ${brought}.`;
  return `${source.name}: ${brought}${stopped ? ", cut off and to be continued" : ""}.`;
}

/**
 * Brings in what the sources have. Safe to be cut off anywhere and to be called by several
 * processes at once; a source that fails never stops another. Answers what came, in a sentence
 * for each source that was asked.
 */
export async function pull(options: PullOptions): Promise<string> {
  const gates = [...byGate(options.sources)];
  const settled = await Promise.allSettled(
    gates.map(([name, sources]) => pullGate(name, sources, options)),
  );
  const lines = settled.flatMap((outcome, index) => {
    if (outcome.status === "fulfilled") return outcome.value.map(sentence);
    const [name] = gates[index] ?? [];
    log.error("a pull failed", { gate: name, reason: String(outcome.reason) });
    return [`${name}: it failed, and the log says why.`];
  });
  if (options.sources.length === 0) return "SOURCES in .env names none: nothing to pull.";
  return lines.join(" ") || "No source is due.";
}
