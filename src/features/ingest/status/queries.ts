import { z } from "zod";
import { db } from "@/db/client";
import { integer, jsonColumn, parseRows } from "@/db/stored";
import { listSourceStates, type SourceState } from "@/features/ingest/pull/queries";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { formatSourceLabel } from "@/features/ingest/pull/source-hosts";
import { addDays, type Day, toUtcDay } from "@/lib/day";
import { MINUTE } from "@/lib/duration";
import { buildDailyCounts, findFirstNeededDay } from "./daily-counts";
import {
  type IngestRunReport,
  mergeReasons,
  mergeRuns,
  type SourceStatus,
  type Status,
} from "./status";

const CHART_DAYS = 14;
const MAX_RUNS_SHOWN = 15;
/** Read before merging: a pull stores a row for each answer that changed something. */
const MAX_RUN_ROWS = 150;

const countRow = z.object({ day: z.string(), count: integer });

/** Counts the papers a source sent for each day since one. Served by the index on (source, day) alone. */
async function countDays(source: string, since: Day): Promise<Map<Day, number>> {
  const rows = await db().$queryRaw`
    SELECT "day", COUNT(*) AS "count" FROM "SourceRecord"
    WHERE "source" = ${source} AND "day" >= ${since} GROUP BY "day"`;
  return new Map(parseRows(countRow, rows).map(({ day, count }) => [day, count]));
}

async function toStatus(
  source: PullSource,
  state: SourceState | undefined,
  now: Date,
): Promise<SourceStatus> {
  const today = toUtcDay(now);
  const counts = await countDays(source.name, findFirstNeededDay(addDays(today, 1 - CHART_DAYS)));
  return {
    name: source.name,
    label: formatSourceLabel(source),
    lists: source.list,
    everyMinutes: source.interval / MINUTE,
    running: (state?.leaseUntil?.getTime() ?? 0) > now.getTime(),
    succeededAt: state?.succeededAt ?? null,
    nextAt: state?.nextAt ?? null,
    failures: state?.failures ?? 0,
    failedAt: state?.failedAt ?? null,
    failure: state?.failure ?? null,
    days: buildDailyCounts(counts, today, CHART_DAYS),
  };
}

const storedRejections = jsonColumn(
  z.array(z.object({ id: z.string().nullable(), reason: z.string() })),
).catch([]);

/** Counts how often each reason occurs among a run's stored rejections, the first hundred. */
function countReasons(rejections: string): IngestRunReport["reasons"] {
  const reasons = storedRejections
    .parse(rejections)
    .map((rejection) => ({ ...rejection, count: 1 }));
  return mergeReasons([], reasons);
}

/** Lists the last runs that changed or rejected something, newest first. By the index on startedAt. */
async function listRuns(): Promise<IngestRunReport[]> {
  const runs = await db().ingestRun.findMany({
    orderBy: { startedAt: "desc" },
    take: MAX_RUN_ROWS,
  });
  const reports = runs.map(({ id: _, rejections, ...run }) => ({
    ...run,
    reasons: countReasons(rejections),
  }));
  return mergeRuns(reports).slice(0, MAX_RUNS_SHOWN);
}

/** Returns the state of each source with its last two weeks, and the last imports. */
export async function getStatus(sources: PullSource[], now: Date): Promise<Status> {
  const states = await listSourceStates(sources.map(({ name }) => name));
  const stateByName = new Map(states.map((state) => [state.name, state]));
  const [sourceStatuses, runs] = await Promise.all([
    Promise.all(sources.map((source) => toStatus(source, stateByName.get(source.name), now))),
    listRuns(),
  ]);
  return { sources: sourceStatuses, runs };
}
