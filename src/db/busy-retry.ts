import { setTimeout } from "node:timers/promises";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";

/**
 * Less than the `maxWait` of transactions in client.ts: otherwise a transaction could begin after its
 * caller has given up.
 */
const MAX_WAIT_MS = 25_000;
const RETRY_INTERVAL_MS = 25;

/** Returns whether another process is writing. The stock adapter and better-sqlite3 report it in their own ways. */
const isBusy = (error: unknown): boolean =>
  error instanceof DriverAdapterError
    ? error.cause.kind === "SocketTimeout"
    : error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");

/**
 * Repeats a write while another process is writing, for at most 25 seconds. If SQLite waited itself,
 * it would block the whole process, and freezing a digest for a hundred thousand subscriptions takes
 * seconds.
 */
export async function retryWhileBusy<T>(write: () => Promise<T> | T): Promise<T> {
  for (let waited = 0; ; waited += RETRY_INTERVAL_MS) {
    try {
      return await write();
    } catch (error) {
      if (!isBusy(error) || waited >= MAX_WAIT_MS) throw error;
      await setTimeout(RETRY_INTERVAL_MS);
    }
  }
}
