import { z } from "zod";
import { db } from "@/db/client";
import { listSourceStates, type SourceState } from "@/features/ingest/pull/queries";
import type { PullSource } from "@/features/ingest/pull/source-config";
import { formatSourceLabel } from "@/features/ingest/pull/source-hosts";
import { addDays, type Day, toUtcDay } from "@/lib/day";
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
/** A pull has a row for each answer that changed something. */
const MAX_RUN_ROWS = 150;

/** How many papers a source told of for each day since one. By the index on (source, day), which holds all it needs. */
async function countDays(source: string, since: Day): Promise<Map<Day, number>> {
  const rows = await db().$queryRaw<{ day: Day; count: number | bigint }[]>`
    SELECT "day", COUNT(*) AS "count" FROM "SourceRecord"
    WHERE "source" = ${source} AND "day" >= ${since} GROUP BY "day"`;
  return new Map(rows.map(({ day, count }) => [day, Number(count)]));
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
    everyMinutes: source.every / 60_000,
    running: (state?.leaseUntil?.getTime() ?? 0) > now.getTime(),
    succeededAt: state?.succeededAt ?? null,
    nextAt: state?.nextAt ?? null,
    failures: state?.failures ?? 0,
    failedAt: state?.failedAt ?? null,
    failure: state?.failure ?? null,
    days: buildDailyCounts(counts, today, CHART_DAYS),
  };
}

const rejections = z.array(z.object({ id: z.string().nullable(), reason: z.string() })).catch([]);

/** Of a run the first hundred refusals are kept, each reason told once. */
function parseReasons(text: string): IngestRunReport["reasons"] {
  const told = rejections.parse(JSON.parse(text));
  return mergeReasons(
    [],
    told.map(({ id, reason }) => ({ id, reason, count: 1 })),
  );
}

/** The runs that changed or refused something, newest first. By the index on startedAt. */
async function listRuns(): Promise<IngestRunReport[]> {
  const runs = await db().ingestRun.findMany({
    orderBy: { startedAt: "desc" },
    take: MAX_RUN_ROWS,
  });
  return mergeRuns(
    runs.map(({ id: _, rejections: kept, ...run }) => ({ ...run, reasons: parseReasons(kept) })),
  ).slice(0, MAX_RUNS_SHOWN);
}

/** How pulling goes: each source with its last two weeks, and the last runs. */
export async function getStatus(sources: PullSource[], now: Date): Promise<Status> {
  const states = await listSourceStates(sources.map(({ name }) => name));
  const [told, runs] = await Promise.all([
    Promise.all(
      sources.map((source) =>
        toStatus(
          source,
          states.find(({ name }) => name === source.name),
          now,
        ),
      ),
    ),
    listRuns(),
  ]);
  return { sources: told, runs };
}
