// @ts-check
// Runs the slow reads beside the event loop: better-sqlite3 answers synchronously. Plain Node, so
// that a thread can start it by its path, from the sources and from a build alike.
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { LRUCache } from "lru-cache";

/** How many prepared statements are kept ready. */
const MAX_PREPARED = 200;
/** KiB of pages kept in memory, at most. */
const CACHE = 128 * 1024;

/** @type {LRUCache<string, Database.Statement<any[], Record<string, unknown>>>} */
const prepared = new LRUCache({ max: MAX_PREPARED });
const database = new Database(workerData.file, { readonly: true, timeout: 5_000 });
database.pragma(`cache_size=-${CACHE}`);
database.pragma("temp_store=MEMORY");

/** @param {string} sql */
function statement(sql) {
  const ready = prepared.get(sql) ?? database.prepare(sql);
  prepared.set(sql, ready);
  return ready;
}

/** All steps see the same state of the database. @param {import("./read-worker").QueryStep[]} steps */
const read = database.transaction((steps) => {
  /** @type {Record<string, unknown>[][]} */
  const answers = [];
  for (const { sql, parameters } of steps) {
    const values = parameters.map(
      (/** @type {import("./read-worker").QueryParameter} */ parameter) => {
        if (parameter === null || typeof parameter !== "object") return parameter;
        const rows = answers[parameter.step] ?? [];
        return JSON.stringify(
          rows.map((row) => row[parameter.column]).filter((value) => value !== null),
        );
      },
    );
    answers.push(statement(sql).all(...values));
  }
  return answers;
});

parentPort?.on("message", ({ id, steps }) => {
  try {
    parentPort?.postMessage({ id, answers: read(steps) });
  } catch (error) {
    parentPort?.postMessage({ id, failure: String(error) });
  }
});
