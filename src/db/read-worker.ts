import path from "node:path";
import { Worker } from "node:worker_threads";
import { env } from "@/env";
import { AppError } from "@/lib/errors";

/** A value, or a column of the rows that an earlier step read, as a JSON array. */
export type QueryParameter = string | number | null | { step: number; column: string };
/** One statement that only reads. Its SQL is ours, what others typed stands in the parameters. */
export type QueryStep = { sql: string; parameters: QueryParameter[] };
export type Row = Record<string, unknown>;

type Answer = { id: number; answers?: Row[][]; failure?: string };
type Waiting = { resolve: (rows: Row[][]) => void; reject: (error: Error) => void };

/** Some seconds' work: who came later would rather be told than wait. */
const MAX_WAITING_CALLS = 200;

/** A thread with a read-only connection of its own to a database file. */
class ReadWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(file: string, onEnd: () => void) {
    const program = path.resolve(/* turbopackIgnore: true */ "src/db/read-worker-thread.mjs");
    this.#worker = new Worker(program, { workerData: { file } });
    this.#worker.unref();
    this.#worker.on("message", (answer: Answer) => this.#settle(answer));
    const fail = (reason: string) => {
      onEnd();
      for (const { reject } of this.#waiting.values()) reject(new Error(reason));
      this.#waiting.clear();
    };
    this.#worker.on("error", (error) => fail(`The reading thread failed: ${error.message}`));
    this.#worker.on("exit", () => fail("The reading thread has ended."));
  }

  read(steps: QueryStep[]): Promise<Row[][]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= MAX_WAITING_CALLS) {
        reject(
          new AppError("unavailable", "Too many are searching right now. Try again in a moment."),
        );
        return;
      }
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject });
      // The process stays as long as somebody waits for an answer, and no longer.
      this.#worker.ref();
      this.#worker.postMessage({ id: this.#last, steps });
    });
  }

  #settle({ id, answers, failure }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answers) waiting?.resolve(answers);
    else waiting?.reject(new Error(failure));
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Next bundles this module several times into one process; one thread is enough. */
const kept = globalThis as typeof globalThis & { dailyPapersAside?: ReadWorker };

/**
 * Reads what is committed in this process's database file without holding up the event loop:
 * in a thread, one call after the other, all steps of a call in the same state of the database.
 * A thread that failed is replaced at the next call.
 *
 * @throws AppError unavailable where too many calls wait already
 */
export function queryInWorker(steps: QueryStep[]): Promise<Row[][]> {
  const aside =
    kept.dailyPapersAside ??
    new ReadWorker(env().databaseFile, () => {
      if (kept.dailyPapersAside === aside) kept.dailyPapersAside = undefined;
    });
  kept.dailyPapersAside = aside;
  return aside.read(steps);
}

/** Ends the thread; the next read starts another. */
export async function closeReadWorker(): Promise<void> {
  const closing = kept.dailyPapersAside;
  kept.dailyPapersAside = undefined;
  await closing?.close();
}
