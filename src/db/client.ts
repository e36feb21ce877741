import { env } from "@/env";
import { SafeSqlite } from "./adapter";
import { PrismaClient } from "./generated/client";

export type Database = PrismaClient;
/** What a function takes that runs inside somebody's transaction. */
export type TransactionClient = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** Next bundles this module several times into one process, and the write queue must be one. */
const kept = globalThis as typeof globalThis & { dailyPapersDatabase?: PrismaClient };

export function openDatabase(file: string): PrismaClient {
  return new PrismaClient({
    adapter: new SafeSqlite(file),
    transactionOptions: { maxWait: 30_000, timeout: 60_000 },
  });
}

/** This process's database, opened at the first call. */
export function db(): Database {
  kept.dailyPapersDatabase ??= openDatabase(env().databaseFile);
  return kept.dailyPapersDatabase;
}

/** Closes the database; the next `db()` opens it again. */
export async function closeDatabase(): Promise<void> {
  const open = kept.dailyPapersDatabase;
  kept.dailyPapersDatabase = undefined;
  await open?.$disconnect();
}
