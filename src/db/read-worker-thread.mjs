// @ts-check
// Runs the slow reads in a thread, because better-sqlite3 is synchronous. Plain JavaScript, so that
// Node starts it by its path from the sources and beside a build alike.
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { LRUCache } from "lru-cache";

/** The cache keeps this many prepared statements. */
const MAX_PREPARED = 200;
/** The pages that SQLite keeps in memory. */
const CACHE_SIZE_KIB = 128 * 1024;

/** @type {LRUCache<string, Database.Statement<any[], Record<string, unknown>>>} */
const prepared = new LRUCache({ max: MAX_PREPARED });
const database = new Database(workerData.file, { readonly: true, timeout: 5_000 });
database.pragma(`cache_size=-${CACHE_SIZE_KIB}`);
database.pragma("temp_store=MEMORY");

/** @param {string} sql */
function prepare(sql) {
  const statement = prepared.get(sql) ?? database.prepare(sql);
  prepared.set(sql, statement);
  return statement;
}

/**
 * Computes a parameter's value from the results of the earlier steps.
 *
 * @param {import("./read-worker").QueryParameter} parameter
 * @param {Record<string, unknown>[][]} results
 */
function resolveParameter(parameter, results) {
  if (parameter === null || typeof parameter !== "object") return parameter;
  const values = (results[parameter.step] ?? []).map((row) => row[parameter.column]);
  return JSON.stringify(values.filter((value) => value !== null));
}

/** Runs the steps in a transaction, so that all see the same state of the database. */
const runSteps = database.transaction(
  (/** @type {import("./read-worker").QueryStep[]} */ steps) => {
    /** @type {Record<string, unknown>[][]} */
    const results = [];
    for (const { sql, parameters } of steps) {
      const values = parameters.map((parameter) => resolveParameter(parameter, results));
      results.push(prepare(sql).all(...values));
    }
    return results;
  },
);

parentPort?.on("message", ({ id, steps }) => {
  try {
    parentPort?.postMessage({ id, results: runSteps(steps) });
  } catch (error) {
    parentPort?.postMessage({ id, failure: String(error) });
  }
});
