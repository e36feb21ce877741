import Database from "better-sqlite3";
import { closeDatabase } from "@/db/client";
import { env, useEnv } from "@/env";
import { listSimilar } from "@/features/search/similar/queries";
import { ensureDatabase } from "./search/database";
import { watchEventLoop } from "./search/event-loop";
import { computeQuantile } from "./statistics";

const PAPERS = Number(process.argv[3] ?? 300_000);
const SAMPLES = 300;
/** The first samples, which find an empty cache and unprepared statements, don't count. */
const WARM_UP_SAMPLES = 20;
/** Milliseconds */
const GOALS = { p95: 60, block: 10 };

type Row = { id: string; title: string; summary: string; keywords: string };

/**
 * Measures the milliseconds that similar papers take, for papers spread evenly over the archive, and
 * the longest block of the event loop.
 */
export async function run(): Promise<boolean> {
  const { file } = ensureDatabase(PAPERS);
  const database = new Database(file, { readonly: true });
  const step = Math.max(1, Math.floor(PAPERS / SAMPLES));
  const papers = database
    .prepare<[number], Row>(
      `SELECT "id", "title", "summary", "keywords" FROM "Paper" WHERE rowid % ? = 0`,
    )
    .all(step);
  database.close();
  useEnv({ ...env(), databaseFile: file });

  const times: number[] = [];
  let shown = 0;
  let watch = watchEventLoop();
  for (const [index, paper] of papers.entries()) {
    if (index === WARM_UP_SAMPLES) {
      watch.stop();
      watch = watchEventLoop();
    }
    const start = performance.now();
    const similar = await listSimilar({ ...paper, keywords: JSON.parse(paper.keywords) });
    if (index < WARM_UP_SAMPLES) continue;
    times.push(performance.now() - start);
    shown += similar.length;
  }
  const block = watch.stop();
  await closeDatabase();
  const [p50, p95] = [computeQuantile(times, 0.5), computeQuantile(times, 0.95)];
  console.log(
    `${PAPERS.toLocaleString("en")} papers, ${times.length} measured, ${(shown / times.length).toFixed(1)} shown each`,
  );
  console.log(
    `similar papers: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, goal ${GOALS.p95} ms`,
  );
  console.log(`longest block of the event loop: ${block.toFixed(1)} ms, goal ${GOALS.block} ms`);
  return p95 <= GOALS.p95 && block <= GOALS.block;
}
