import type { Step } from "@/features/ingest/sources/requests";
import { FetchError } from "@/lib/fetch/error";
import { log } from "@/lib/log";
import { computeFailurePause } from "./back-off";
import type { PullContext } from "./context";
import { type HostLease, LeaseLost } from "./host-lease";
import { endRun, ensureSourceRow, type RunEnd, saveProgress } from "./mutations";
import { createPlan, type Progress, parseProgress } from "./progress";
import { findSourceState } from "./queries";
import type { PullSource } from "./source-config";
import { SOURCE_KINDS } from "./source-kinds";
import { runStep, type StepOutcome } from "./step";

/** After this many failed steps in a row the source itself has failed, not what was requested. */
const MAX_FAILURES_IN_A_ROW = 2;

/** The result of a run of a source. */
export type RunReport = {
  source: PullSource;
  /**
   * complete: everything that the source has is stored. failed: at least one step failed. stopped:
   * the process was asked to stop. busy: another process holds the host's lease.
   */
  state: "complete" | "failed" | "stopped" | "busy";
  created: number;
  updated: number;
  /** Why a run failed, without a period */
  failure?: string;
  /** The host asked for no request before this (`Retry-After`) */
  retryAt?: Date;
};

type FailedStep = { step: Step; error: FetchError };

/** A run of a source while it goes on. */
type Run = {
  readonly source: PullSource;
  readonly host: HostLease;
  readonly context: PullContext;
  readonly succeededAt: Date | null;
  /** Failed runs in a row before this one */
  readonly earlierFailures: number;
  /** Stored after each step. The steps that failed are the last of its `steps`. */
  progress: Progress;
  failed: FailedStep[];
  failuresInARow: number;
  /** Whether the run was planned again because a resumption token had expired */
  hasReplanned: boolean;
  created: number;
  updated: number;
};

type StepResult =
  | { state: "done"; outcome: StepOutcome }
  | { state: "failed"; error: FetchError }
  /** The process was asked to stop: the step counts neither as done nor as failed */
  | { state: "interrupted" };

/**
 * Reads a source: makes the requests of its plan, or those that an interrupted run has left, and
 * saves its progress after each. A request that fails is left to the next run. The requests after it
 * are still made, unless `MAX_FAILURES_IN_A_ROW` have failed or the host asks to wait (`Retry-After`).
 *
 * @throws LeaseLost where another process has claimed the host
 */
export async function runSource(
  source: PullSource,
  host: HostLease,
  context: PullContext,
): Promise<RunReport> {
  const run = await startRun(source, host, context);
  await saveRun(run);
  while (shouldContinue(run)) {
    const [step, ...rest] = run.progress.steps;
    if (!step) break;
    const result = await tryStep(run, step);
    if (result.state === "interrupted") break;
    if (result.state === "done") recordDone(run, step, rest, result.outcome);
    else recordFailure(run, step, rest, result.error);
    await saveRun(run);
  }
  return finishRun(run);
}

async function startRun(source: PullSource, host: HostLease, context: PullContext): Promise<Run> {
  await ensureSourceRow(source.name);
  const stored = await findSourceState(source.name);
  const run: Run = {
    source,
    host,
    context,
    succeededAt: stored?.succeededAt ?? null,
    earlierFailures: stored?.failures ?? 0,
    progress: parseProgress(stored?.progress ?? ""),
    failed: [],
    failuresInARow: 0,
    hasReplanned: false,
    created: 0,
    updated: 0,
  };
  const age = context.now().getTime() - run.progress.plannedAt;
  // A plan with a negative age was made before the clock was set back.
  const isCurrent = run.progress.steps.length > 0 && age >= 0 && age < source.interval;
  if (!isCurrent) plan(run);
  return run;
}

function plan(run: Run): void {
  const { source, succeededAt, context } = run;
  const now = context.now();
  const steps = SOURCE_KINDS[source.kind].requests.plan(source, { succeededAt, now });
  run.progress = createPlan(run.progress, steps, { now, list: source.list });
}

async function saveRun({ host, source, progress }: Run): Promise<void> {
  const isSaved = await saveProgress(host.lease, source.name, JSON.stringify(progress));
  if (!isSaved) throw new LeaseLost();
}

const findRetryAt = ({ failed }: Run): Date | undefined =>
  failed.find(({ error }) => error.retryAt)?.error.retryAt;

function shouldContinue(run: Run): boolean {
  const hasUntriedSteps = run.progress.steps.length > run.failed.length;
  const hasSourceFailed = run.failuresInARow >= MAX_FAILURES_IN_A_ROW || findRetryAt(run);
  return hasUntriedSteps && !hasSourceFailed && !run.context.isStopping();
}

/** Runs a step. @throws LeaseLost */
async function tryStep(run: Run, step: Step): Promise<StepResult> {
  const { source, host, context, progress } = run;
  const withTurn = <T>(request: () => Promise<T>) => host.withTurn(source.name, request);
  try {
    return {
      state: "done",
      outcome: await runStep(source, step, progress, { ...context, withTurn }),
    };
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    if (context.isStopping()) return { state: "interrupted" };
    return { state: "failed", error: toFetchError(error, source) };
  }
}

/** Logs an error that the source has not caused: the other sources are pulled all the same. */
function toFetchError(error: unknown, { name }: PullSource): FetchError {
  if (error instanceof FetchError) return error;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("pulling a source failed", { source: name, reason });
  return new FetchError("something went wrong here; the log has the details");
}

function recordDone(run: Run, step: Step, rest: Step[], outcome: StepOutcome): void {
  const { [step.url]: _, ...answers } = run.progress.answers;
  const { [step.key]: __, ...refused } = run.progress.refused;
  if (outcome.answer) answers[step.url] = outcome.answer;
  if (outcome.rejectionHash) refused[step.key] = outcome.rejectionHash;
  run.progress = { ...run.progress, steps: [...outcome.next, ...rest], answers, refused };
  run.created += outcome.created;
  run.updated += outcome.updated;
  run.failuresInARow = 0;
}

/** OAI-PMH: the source no longer knows a resumption token, so the list is read from its start. */
const isExpiredToken = (step: Step, error: FetchError) =>
  /badResumptionToken/i.test(error.message) && step.key !== "records";

function recordFailure(run: Run, step: Step, rest: Step[], error: FetchError): void {
  if (isExpiredToken(step, error) && !run.hasReplanned) {
    run.hasReplanned = true;
    plan(run);
    return;
  }
  run.failed.push({ step, error });
  run.failuresInARow += 1;
  run.progress = { ...run.progress, steps: [...rest, step] };
}

/** Formats the first failure and how many more there are: "answered 500 (2026-03-04, and 2 more)". */
function formatFailure([first, ...others]: FailedStep[]): string | undefined {
  if (!first) return undefined;
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  return `${first.error.message} (${first.step.key}${more})`;
}

function createReport(run: Run): RunReport {
  const { source, created, updated, failed, progress } = run;
  if (failed.length > 0) {
    const failure = formatFailure(failed);
    return { source, state: "failed", created, updated, failure, retryAt: findRetryAt(run) };
  }
  return { source, state: progress.steps.length > 0 ? "stopped" : "complete", created, updated };
}

/** Saves the end of a run. @throws LeaseLost */
async function finishRun(run: Run): Promise<RunReport> {
  const report = createReport(run);
  const end = decideRunEnd(run, report);
  if (!(await endRun(run.host.lease, run.source.name, end))) throw new LeaseLost();
  return report;
}

/** Decides when the source is due again, and what is stored of this run. */
function decideRunEnd(run: Run, { state, failure, retryAt }: RunReport): RunEnd {
  const { source, context, earlierFailures } = run;
  const { plannedAt } = run.progress;
  const now = context.now();
  if (state === "complete") {
    return { nextAt: new Date(plannedAt + source.interval), succeededAt: new Date(plannedAt) };
  }
  if (failure === undefined) return { nextAt: now };
  const pause = computeFailurePause(earlierFailures + 1, source.interval, context.random);
  const nextAt = Math.max(now.getTime() + pause, retryAt?.getTime() ?? 0);
  return { nextAt: new Date(nextAt), failed: { at: now, reason: failure } };
}
