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
 * Set on every open: a WAL file silently reopens at `synchronous=NORMAL`, which loses
 * acknowledged writes in a power cut, and foreign keys are off unless asked for. The wait is for
 * another process that freezes an issue for a hundred thousand readers: some seconds.
 */
const PRAGMAS = [
  "PRAGMA busy_timeout=5000",
  "PRAGMA journal_mode=WAL",
  "PRAGMA synchronous=FULL",
  "PRAGMA foreign_keys=ON",
];

/** SQLite waits without letting anything else happen: for a write's turn patience.ts waits instead. */
const WRITER_TIMEOUT = "PRAGMA busy_timeout=10";

const EXPECTED_PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 };

const isRead = (sql: string) => /^\s*(SELECT|PRAGMA table_info)\b/i.test(sql);

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

/** Whatever went wrong, the connection must not stay inside a transaction for the next writer. */
async function rollbackIfOpen(writer: SqlDriverAdapter): Promise<void> {
  try {
    await writer.executeScript("ROLLBACK");
  } catch {
    // "no transaction is active": COMMIT or ROLLBACK had its effect
  }
}

async function startTransaction(writer: SqlDriverAdapter, queue: WriteQueue): Promise<Transaction> {
  const leave = await queue.enter();
  try {
    // IMMEDIATE: a transaction that reads first and writes later would meet another process's
    // write half-way and fail without waiting for it.
    await retryWhileBusy(() => writer.executeScript("BEGIN IMMEDIATE"));
  } catch (error) {
    leave();
    throw error;
  }
  const run = (sql: string) => writer.executeRaw(statement(sql)).then(() => undefined);
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
    const answer = await adapter.queryRaw(statement(`PRAGMA ${name}`));
    const value = answer.rows[0]?.[0];
    if (value !== expected) throw new Error(`SQLite says ${name}=${value}, not ${expected}.`);
  }
}

/**
 * The stock SQLite adapter with the promises it lacks: what was acknowledged is kept, and
 * nobody reads what isn't committed. Stock, all queries share one connection, so a write beside
 * another's failing transaction lands inside it and is rolled back with it.
 *
 * Here every write and every transaction waits for its turn on one connection, and reads have a
 * `query_only` connection of their own. Never await the root client inside a transaction
 * callback: it would wait for itself.
 */
export class SafeSqlite implements SqlDriverAdapterFactory {
  readonly provider = "sqlite";
  readonly adapterName = "safe-better-sqlite3";
  readonly #file: string;
  readonly #queue = new WriteQueue();
  #bulk: BulkWriter | undefined;
  readonly #group = new GroupCommit((executePrepared) => this.transactionBulk(executePrepared));

  /** @param file path of the database file */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * One transaction on the bulk connection, in its turn among all writes. What it reads by the
   * client meanwhile is committed and stays so: nobody else can write until it is over.
   */
  transactionBulk<T>(executePrepared: (transactionBulk: BulkWriter) => Promise<T>): Promise<T> {
    return this.#queue.run(() => {
      this.#bulk ??= new BulkWriter(this.#file, [...PRAGMAS, WRITER_TIMEOUT]);
      return this.#bulk.transaction(executePrepared);
    });
  }

  /** One statement on the bulk connection, committed with those of others that wait by then. */
  executePrepared(sql: string, values: SqlValue[]): Promise<unknown[]> {
    return this.#group.execute(sql, values);
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
    const inTurn = <T>(executePrepared: () => Promise<T>) =>
      queue.run(() => retryWhileBusy(executePrepared));
    const closeBulk = () => {
      this.#bulk?.close();
      this.#bulk = undefined;
    };

    return {
      provider: this.provider,
      adapterName: this.adapterName,
      queryRaw: (query) =>
        isRead(query.sql) ? reader.queryRaw(query) : inTurn(() => writer.queryRaw(query)),
      executeRaw: (query) => inTurn(() => writer.executeRaw(query)),
      executeScript: (script) => inTurn(() => writer.executeScript(script)),
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
