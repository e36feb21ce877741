import { closeDatabase } from "@/db/client";
import { queryInWorker } from "@/db/read-worker";
import { env, useEnv } from "@/env";
import { decideSort, searchPapers } from "@/features/search/queries";
import { parseExpression } from "@/features/search/query/parse";
import { buildSearchSteps } from "@/features/search/query/sql";
import { createBareRunner } from "./search/bare";
import { ensureDatabase } from "./search/database";
import { watchEventLoop } from "./search/event-loop";
import { listCommonWords, makeMix } from "./search/workload";
import { computeQuantile, readOption } from "./statistics";

/** Milliseconds, except for the ratio. */
const GOALS = { mix: 25, common: 60, block: 10, ratio: 1.5 };
const PAPERS = 300_000;
const QUERIES = 600;
const SIZE = 20;
const ROUNDS = 5;

const formatMilliseconds = (time: number) => `${time.toFixed(1)} ms`;

/**
 * Measures each query through the whole function and by its statements alone. The second of the two finds
 * warm processor caches, so they take turns.
 */
async function timeQueries(queries: string[], bare: ReturnType<typeof createBareRunner>) {
  const whole: number[] = [];
  const alone: number[] = [];
  const search = async (query: string) => {
    const start = performance.now();
    const { papers } = await searchPapers(query, { page: 0, size: SIZE });
    whole.push(performance.now() - start);
    if (papers.length === 0) throw new Error(`finds nothing: ${query}`);
  };
  const read = (query: string) => {
    const expression = parseExpression(query);
    const steps = buildSearchSteps(expression, decideSort(expression), { from: 0, size: SIZE });
    const start = performance.now();
    bare.read(steps);
    alone.push(performance.now() - start);
  };
  for (const [at, query] of queries.entries()) {
    if (at % 2) read(query);
    await search(query);
    if (at % 2 === 0) read(query);
  }
  return { whole, alone };
}

/**
 * Measures the longest block of the event loop while the queries run one after the other, in each of
 * several rounds: for whole searches and, as the noise of the machine, for the worker's part alone.
 */
async function measureLongestBlocks(queries: string[]) {
  const measureBlock = async (ask: (query: string) => Promise<unknown>) => {
    const watch = watchEventLoop();
    for (const query of queries) await ask(query);
    return watch.stop();
  };
  const whole: number[] = [];
  const noise: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    whole.push(await measureBlock((query) => searchPapers(query, { page: 0, size: SIZE })));
    noise.push(
      await measureBlock((query) => {
        const expression = parseExpression(query);
        const [hits] = buildSearchSteps(expression, decideSort(expression), {
          from: 0,
          size: SIZE,
        });
        return queryInWorker(hits ? [hits] : []);
      }),
    );
  }
  return { whole, noise };
}

/** Measures p50 and p95 of searches among 300,000 papers, and of the same statements alone. */
export async function run(): Promise<boolean> {
  const papers = readOption("--papers", PAPERS);
  const built = ensureDatabase(papers);
  const formatMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `${papers.toLocaleString("en")} papers${built.reused ? ", made by an earlier run" : ""}: index built in ${built.index.toFixed(1)} s (papers written in ${built.insert.toFixed(1)} s); database ${formatMegabytes(built.bare)} without the index, ${formatMegabytes(built.whole)} with it`,
  );
  useEnv({ ...env(), databaseFile: built.file });
  const bare = createBareRunner(built.file);
  const mix = makeMix(built.file, readOption("--queries", QUERIES));
  const common = listCommonWords(built.file);
  await timeQueries(mix.slice(0, 60), bare);

  let reachesAllGoals = true;
  const checkGoal = (label: string, figure: number, goal: number, unit = " ms") => {
    const isReached = figure <= goal;
    reachesAllGoals &&= isReached;
    console.log(`${label} ${figure.toFixed(2)}${unit}, goal ${goal}${isReached ? "" : ": MISSED"}`);
  };
  for (const [name, queries, goal] of [
    ["mix", mix, GOALS.mix],
    ["common words", [...common, ...common, ...common], GOALS.common],
  ] as const) {
    const { whole, alone } = await timeQueries([...queries], bare);
    console.log(
      `${name}: ${queries.length} queries, p50 ${formatMilliseconds(computeQuantile(whole, 0.5))}`,
    );
    console.log(
      `  alone: p50 ${formatMilliseconds(computeQuantile(alone, 0.5))}, p95 ${formatMilliseconds(computeQuantile(alone, 0.95))}`,
    );
    checkGoal("  p95", computeQuantile(whole, 0.95), goal);
    checkGoal(
      "  ratio of p50",
      computeQuantile(whole, 0.5) / computeQuantile(alone, 0.5),
      GOALS.ratio,
      "",
    );
    checkGoal(
      "  ratio of p95",
      computeQuantile(whole, 0.95) / computeQuantile(alone, 0.95),
      GOALS.ratio,
      "",
    );
  }
  const { whole, noise } = await measureLongestBlocks([...mix.slice(0, 300), ...common]);
  const spread = (times: number[]) =>
    `${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)}`;
  checkGoal("longest block of the event loop", computeQuantile(whole, 0.5), GOALS.block);
  console.log(
    `  median of ${ROUNDS} rounds, ${spread(whole)}; while only the thread works ${formatMilliseconds(computeQuantile(noise, 0.5))}, ${spread(noise)}`,
  );
  bare.close();
  await closeDatabase();
  return reachesAllGoals;
}
