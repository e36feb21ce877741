import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { BulkWriter, type SqlValue } from "./bulk";
import { retryWhileBusy } from "./busy-retry";
import { GroupCommit } from "./group-commit";
import { WriteQueue } from "./write-queue";

/**
 * Set on every open: a WAL file silently reopens at `synchronous=NORMAL`, which loses acknowledged
 * writes in a power cut, and foreign keys are off by default. The timeout covers another process that
 * freezes an issue for a hundred thousand subscriptions, which takes some seconds.
 */
const PRAGMAS = [
  "PRAGMA busy_timeout=5000",
  "PRAGMA journal_mode=WAL",
  "PRAGMA synchronous=FULL",
  "PRAGMA foreign_keys=ON",
];

/** SQLite blocks the whole process while it waits, so busy-retry.ts waits for writers instead. */
const WRITER_TIMEOUT = "PRAGMA busy_timeout=10";

const EXPECTED_PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 };

const isRead = (sql: string) => /^\s*(SELECT|PRAGMA table_info)\b/i.test(sql);

const toQuery = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

/** Ends a transaction that is still open, so that the next writer's statements do not join it. */
async function rollbackIfOpen(writer: SqlDriverAdapter): Promise<void> {
  try {
    await writer.executeScript("ROLLBACK");
  } catch {
    // "no transaction is active": COMMIT or ROLLBACK has ended it.
  }
}

async function startTransaction(writer: SqlDriverAdapter, queue: WriteQueue): Promise<Transaction> {
  const leave = await queue.enter();
  try {
    // IMMEDIATE, because another process may write after this transaction's first read and before its
    // first write. The transaction would then fail without waiting.
    await retryWhileBusy(() => writer.executeScript("BEGIN IMMEDIATE"));
  } catch (error) {
    leave();
    throw error;
  }
  const run = async (sql: string) => {
    await writer.executeRaw(toQuery(sql));
  };
  return {
    provider: writer.provider,
    adapterName: writer.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => writer.queryRaw(query),
    executeRaw: (query) => writer.executeRaw(query),
    createSavepoint: (name) => run(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => run(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => run(`RELEASE SAVEPOINT ${name}`),
    async commit() {
      try {
        await writer.executeScript("COMMIT");
      } finally {
        await rollbackIfOpen(writer);
        leave();
      }
    },
    async rollback() {
      await rollbackIfOpen(writer);
      leave();
    },
  };
}

function assertSerializable(level?: IsolationLevel): void {
  if (level && level !== "SERIALIZABLE") {
    throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level });
  }
}

async function assertPragmas(adapter: SqlDriverAdapter): Promise<void> {
  for (const [name, expected] of Object.entries(EXPECTED_PRAGMAS)) {
    const answer = await adapter.queryRaw(toQuery(`PRAGMA ${name}`));
    const value = answer.rows[0]?.[0];
    if (value !== expected) {
      throw new Error(`SQLite has set ${name} to ${value} instead of ${expected}.`);
    }
  }
}

/**
 * The stock SQLite adapter with two guarantees that it lacks: an acknowledged write is never lost, and
 * uncommitted rows are never read. In the stock adapter all queries share one connection, so a write
 * during another caller's failing transaction joins that transaction and is rolled back with it.
 *
 * Here every write and every transaction waits for its turn on one connection, and reads have a
 * `query_only` connection of their own. Never await the root client inside a transaction callback: it
 * would wait for itself.
 */
export class SafeSqlite implements SqlDriverAdapterFactory {
  readonly provider = "sqlite";
  readonly adapterName = "safe-better-sqlite3";
  readonly #file: string;
  readonly #queue = new WriteQueue();
  readonly #groupCommit = new GroupCommit((write) => this.transactionBulk(write));
  #bulk: BulkWriter | undefined;

  /** @param file path of the database file */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Runs one transaction on the bulk connection, in its turn among all writes. The client still reads
   * the committed rows, and these don't change: no other writer has its turn until the end.
   */
  transactionBulk<T>(write: (bulk: BulkWriter) => Promise<T>): Promise<T> {
    return this.#queue.run(() => {
      this.#bulk ??= new BulkWriter(this.#file, [...PRAGMAS, WRITER_TIMEOUT]);
      return this.#bulk.transaction(write);
    });
  }

  /** Executes one statement on the bulk connection, in one transaction with others that are waiting. */
  executePrepared(sql: string, values: SqlValue[]): Promise<unknown[]> {
    return this.#groupCommit.execute(sql, values);
  }

  #closeBulk(): void {
    this.#bulk?.close();
    this.#bulk = undefined;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const stock = new PrismaBetterSqlite3({ url: this.#file });
    const writer = await stock.connect();
    const reader = await stock.connect();
    for (const connection of [writer, reader]) {
      for (const pragma of PRAGMAS) await connection.executeScript(pragma);
      await assertPragmas(connection);
    }
    await reader.executeScript("PRAGMA query_only=ON");
    await writer.executeScript(WRITER_TIMEOUT);
    const queue = this.#queue;
    const runInTurn = <T>(write: () => Promise<T>) => queue.run(() => retryWhileBusy(write));
    const closeBulk = () => this.#closeBulk();

    return {
      provider: this.provider,
      adapterName: this.adapterName,
      queryRaw: (query) =>
        isRead(query.sql) ? reader.queryRaw(query) : runInTurn(() => writer.queryRaw(query)),
      executeRaw: (query) => runInTurn(() => writer.executeRaw(query)),
      executeScript: (script) => runInTurn(() => writer.executeScript(script)),
      async startTransaction(level) {
        assertSerializable(level);
        return startTransaction(writer, queue);
      },
      async dispose() {
        closeBulk();
        await reader.dispose();
        await writer.dispose();
      },
    };
  }
}
