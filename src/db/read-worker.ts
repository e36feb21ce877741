import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { forgetOnce, rememberOnce } from "@/lib/process-wide";

/** A value, or a column of the rows that an earlier step has read, as a JSON array without nulls. */
export type QueryParameter = string | number | null | { step: number; column: string };
/** One statement that only reads. The SQL is our own; only parameters may come from outside. */
export type QueryStep = { sql: string; parameters: QueryParameter[] };
export type Row = Record<string, unknown>;

/** The thread's answer to the call with this id. Callers check the rows: there may be many. */
const answerSchema = z.union([
  z.object({ id: z.number(), results: z.array(z.custom<Row[]>(Array.isArray)) }),
  z.object({ id: z.number(), failure: z.string() }),
]);

type Waiting = { resolve: (results: Row[][]) => void; reject: (error: Error) => void };

/** These take some seconds. Any further caller gets an error now instead of waiting longer. */
const MAX_WAITING_CALLS = 200;

/** A thread with its own read-only connection to a database file. */
class ReadWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #hasEnded = false;

  constructor(file: string) {
    const program = path.resolve(/* turbopackIgnore: true */ "src/db/read-worker-thread.mjs");
    this.#worker = new Worker(program, { workerData: { file } });
    this.#worker.unref();
    this.#worker.on("message", (message: unknown) => this.#settle(message));
    const fail = (reason: string) => {
      this.#hasEnded = true;
      for (const { reject } of this.#waiting.values()) reject(new Error(reason));
      this.#waiting.clear();
    };
    this.#worker.on("error", (error) => fail(`The read worker failed: ${error.message}`));
    this.#worker.on("exit", () => fail("The read worker has ended."));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  query(steps: QueryStep[]): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= MAX_WAITING_CALLS) {
        const sentence = "Too many searches are running right now. Try again in a moment.";
        reject(new AppError("unavailable", sentence));
        return;
      }
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      // The thread keeps the process alive only while a call waits for its answer.
      this.#worker.ref();
      this.#worker.postMessage({ id: this.#lastId, steps });
    });
  }

  #settle(message: unknown): void {
    const answer = answerSchema.parse(message);
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("results" in answer) waiting?.resolve(answer.results);
    else waiting?.reject(new Error(answer.failure));
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

const WORKER = "read worker";

function getWorker(): ReadWorker {
  const create = () => new ReadWorker(env().databaseFile);
  const worker = rememberOnce(WORKER, create);
  if (!worker.hasEnded) return worker;
  forgetOnce(WORKER);
  return rememberOnce(WORKER, create);
}

/**
 * Reads committed rows from this process's database in a thread, so that the event loop stays free.
 * Calls run one after another, and all steps of a call see the same state of the database. Returns
 * the rows of each step. A thread that has failed is replaced at the next call.
 *
 * @throws AppError unavailable if too many calls are waiting
 */
export const queryInWorker = (steps: QueryStep[]): Promise<Row[][]> => getWorker().query(steps);

/** Ends the thread if it is running. The next query starts another. */
export async function closeReadWorker(): Promise<void> {
  await forgetOnce<ReadWorker>(WORKER)?.close();
}
