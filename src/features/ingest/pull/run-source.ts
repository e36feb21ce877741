import type { Step } from "@/features/ingest/sources/requests";
import { FetchError } from "@/lib/fetch-error";
import { log } from "@/lib/log";
import { computeFailurePause } from "./back-off";
import { type HostLease, LeaseLost } from "./host-lease";
import { endRun, ensureSourceRow, saveProgress } from "./mutations";
import { createPlan, type Progress, parseProgress } from "./progress";
import { findSourceState } from "./queries";
import type { PullSource } from "./source-config";
import { SOURCE_KINDS } from "./source-kinds";
import { type PullContext, runStep, type StepOutcome } from "./step";

/** So many requests in a row that fail: it is the source, not what was asked for. */
const MOST_FAILED = 2;

/** What a run of a source came to. */
export type PullReport = {
  source: PullSource;
  created: number;
  updated: number;
  /** Why not all was read, in words */
  failure?: string;
  /** When the host wants to be asked again */
  retryAt?: Date;
  /** Another process holds the lease */
  busy?: boolean;
  /** Cut off by the end of the process */
  stopped?: boolean;
};

type Failed = { step: Step; error: FetchError };

function advance(progress: Progress, step: Step, rest: Step[], done: StepOutcome): Progress {
  const { [step.url]: _, ...answers } = progress.answers;
  const { [step.key]: __, ...refused } = progress.refused;
  return {
    ...progress,
    steps: [...done.next, ...rest],
    answers: done.answer ? { ...answers, [step.url]: done.answer } : answers,
    refused: done.refused ? { ...refused, [step.key]: done.refused } : refused,
  };
}

/** The reason of a failed run: the first, with what it was about, and how many more there are. */
function inWords([first, ...more]: Failed[]): string | undefined {
  if (!first) return undefined;
  const others = more.length ? `, and ${more.length} more` : "";
  return `${first.error.message} (${first.step.key}${others})`;
}

const isExpired = ({ step, error }: Failed) =>
  /badResumptionToken/i.test(error.message) && step.key !== "records";

/**
 * Reads a source: makes the requests of its plan, or those that a run which was cut off left, and
 * keeps after each how far it is. A request that fails stays for the next run, and those after it
 * are made all the same.
 */
export async function pullSource(
  source: PullSource,
  gate: HostLease,
  around: PullContext,
): Promise<PullReport> {
  const { now, isStopping: stopping } = around;
  await ensureSourceRow(source.name);
  const state = await findSourceState(source.name);
  const succeededAt = state?.succeededAt ?? null;
  const plan = () => {
    const steps = SOURCE_KINDS[source.kind].requests.plan(source, { succeededAt, now: now() });
    return createPlan(progress, steps, { now: now(), list: source.list });
  };
  const save = async () => {
    const saved = await saveProgress(gate.lease, source.name, JSON.stringify(progress));
    if (!saved) throw new LeaseLost();
  };

  let progress = parseProgress(state?.progress ?? "");
  const age = now().getTime() - progress.plannedAt;
  if (!progress.steps.length || age < 0 || age >= source.every) progress = plan();
  await save();

  const report: PullReport = { source, created: 0, updated: 0 };
  const failed: Failed[] = [];
  let inARow = 0;
  let startedAgain = false;
  while (progress.steps.length > failed.length && inARow < MOST_FAILED && !stopping()) {
    const [step, ...rest] = progress.steps;
    if (!step) break;
    try {
      const pass = <T>(request: () => Promise<T>) => gate.withTurn(source.name, request);
      const done = await runStep(source, step, progress, { ...around, pass });
      report.created += done.report?.created ?? 0;
      report.updated += done.report?.updated ?? 0;
      progress = advance(progress, step, rest, done);
      inARow = 0;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      // Left as it is, and asked for again by the next run.
      if (stopping()) break;
      const failure = { step, error: toWords(error, source) };
      if (isExpired(failure) && !startedAgain) {
        startedAgain = true;
        progress = plan();
      } else {
        failed.push(failure);
        progress = { ...progress, steps: [...rest, step] };
        inARow += 1;
      }
      if (failure.error.retryAt) inARow = MOST_FAILED;
    }
    await save();
  }

  report.failure = inWords(failed);
  report.retryAt = failed.find(({ error }) => error.retryAt)?.error.retryAt;
  report.stopped = progress.steps.length > 0 && !failed.length;
  await end(report, failed, progress, { gate, around, failures: state?.failures ?? 0 });
  return report;
}

/** What is no failure of the source is ours: it goes into the log, and other sources go on. */
function toWords(error: unknown, { name }: PullSource): FetchError {
  if (error instanceof FetchError) return error;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("a pull went wrong", { source: name, reason });
  return new FetchError("something went wrong here: the log says what");
}

type Ending = { gate: HostLease; around: PullContext; failures: number };

async function end(
  { source, failure, stopped }: PullReport,
  failed: Failed[],
  { plannedAt }: Progress,
  { gate, around, failures }: Ending,
): Promise<void> {
  const at = around.now();
  const pause = computeFailurePause(failures + 1, source.every, around.random);
  const soon = at.getTime() + pause;
  const asked = Math.max(soon, ...failed.map(({ error }) => error.retryAt?.getTime() ?? 0));
  const done = !failure && !stopped;
  const next = done ? plannedAt + source.every : failure ? asked : at.getTime();
  const ended = await endRun(gate.lease, source.name, {
    nextAt: new Date(next),
    ...(done && { succeededAt: new Date(plannedAt) }),
    ...(failure && { failed: { at, reason: failure } }),
  });
  if (!ended) throw new LeaseLost();
}
