import { env } from "@/env";
import { forgetOnce, rememberOnce } from "@/lib/process-wide";
import { SafeSqlite } from "./adapter";
import type { BulkWriter, SqlValue } from "./bulk";
import { PrismaClient } from "./generated/client";
import { closeReadWorker } from "./read-worker";

export type Database = PrismaClient;
/** The client inside a transaction: the parameter of functions that run in their caller's transaction. */
export type TransactionClient = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** In milliseconds. `maxWait` limits the wait for the turn among all writes. */
const TRANSACTION_OPTIONS = { maxWait: 30_000, timeout: 60_000 };

type Connection = { client: PrismaClient; adapter: SafeSqlite };

function open(file: string): Connection {
  const adapter = new SafeSqlite(file);
  return {
    adapter,
    client: new PrismaClient({ adapter, transactionOptions: TRANSACTION_OPTIONS }),
  };
}

/** Opens a second client, beside this process's own, for a database file. The caller disconnects it. */
export const openDatabase = (file: string): Database => open(file).client;

/** src/cli/serve.mjs uses this name to close the database. */
const CONNECTION = "database";

/** The write queue is part of the connection, so a process must have only one. */
const getConnection = (): Connection => rememberOnce(CONNECTION, () => open(env().databaseFile));

/** Returns this process's database client. The first call opens the database. */
export const db = (): Database => getConnection().client;

/**
 * Runs a transaction that writes many rows, all or none. Inside, `db()` reads only committed rows, and
 * only the bulk writer may write: a write with `db()` would wait for this transaction to end, forever.
 */
export const transactionBulk = <T>(write: (bulk: BulkWriter) => Promise<T>): Promise<T> =>
  getConnection().adapter.transactionBulk(write);

/**
 * Executes a statement that is prepared only once. This is several times as fast as Prisma, for
 * statements that run once per email. Returns the rows of its RETURNING clause, with instants as text.
 */
export const executePrepared = (
  parts: TemplateStringsArray,
  ...values: SqlValue[]
): Promise<unknown[]> => getConnection().adapter.executePrepared(parts.join("?"), values);

/** Closes the database if it is open. The next call of `db()` opens it again. */
export async function closeDatabase(): Promise<void> {
  const connection = forgetOnce<Connection>(CONNECTION);
  await closeReadWorker();
  await connection?.client.$disconnect();
}
