import { setTimeout } from "node:timers/promises";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";

/** Milliseconds; less than a transaction waits for its turn, or it would begin when nobody wants it any more. */
const MAX_WAIT = 25_000;
const RETRY_INTERVAL = 25;

/** Whether another process writes at this moment: by the stock adapter's word for it, or better-sqlite3's. */
const isBusy = (error: unknown): boolean =>
  error instanceof DriverAdapterError
    ? error.cause.kind === "SocketTimeout"
    : error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");

/**
 * Tries a write again until another process has ended its own. SQLite's own waiting would hold up the
 * whole process: freezing a digest for a hundred thousand readers takes seconds.
 */
export async function retryWhileBusy<T>(write: () => Promise<T> | T): Promise<T> {
  for (let waited = 0; ; waited += RETRY_INTERVAL) {
    try {
      return await write();
    } catch (error) {
      if (!isBusy(error) || waited >= MAX_WAIT) throw error;
      await setTimeout(RETRY_INTERVAL);
    }
  }
}
