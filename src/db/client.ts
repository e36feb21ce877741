import { env } from "@/env";
import { SafeSqlite } from "./adapter";
import type { BulkWriter, SqlValue } from "./bulk";
import { PrismaClient } from "./generated/client";
import { closeReadWorker } from "./read-worker";

export type Database = PrismaClient;
/** What a function takes that runs inside somebody's transaction. */
export type TransactionClient = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

type Open = { client: PrismaClient; adapter: SafeSqlite };

/** Next bundles this module several times into one process, and the write queue must be one. */
const kept = globalThis as typeof globalThis & { dailyPapersDatabase?: Open };

function open(file: string): Open {
  const adapter = new SafeSqlite(file);
  const transactionOptions = { maxWait: 30_000, timeout: 60_000 };
  return { adapter, client: new PrismaClient({ adapter, transactionOptions }) };
}

/** A client of its own for a database file, beside this process's. Disconnect it. */
export const openDatabase = (file: string): Database => open(file).client;

function database(): Open {
  kept.dailyPapersDatabase ??= open(env().databaseFile);
  return kept.dailyPapersDatabase;
}

/** This process's database, opened at the first call. */
export const db = (): Database => database().client;

/**
 * Writes many rows in one transaction, all or none. Inside, read by `db()` what is committed, and
 * write by the bulk writer only: a write by `db()` would wait for itself.
 */
export const transactionBulk = <T>(write: (bulk: BulkWriter) => Promise<T>): Promise<T> =>
  database().adapter.transactionBulk(write);

/**
 * One statement that is prepared once, several times as fast as by Prisma, for what is done once a
 * mail. Answers the rows that it returns, instants in them as text.
 */
export const executePrepared = (
  parts: TemplateStringsArray,
  ...values: SqlValue[]
): Promise<unknown[]> => database().adapter.executePrepared(parts.join("?"), values);

/** Closes the database; the next `db()` opens it again. */
export async function closeDatabase(): Promise<void> {
  const closing = kept.dailyPapersDatabase;
  kept.dailyPapersDatabase = undefined;
  await closeReadWorker();
  await closing?.client.$disconnect();
}
