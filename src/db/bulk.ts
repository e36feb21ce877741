import Database from "better-sqlite3";
import { retryWhileBusy } from "./busy-retry";
import { toStoredInstant } from "./stored";

export type SqlValue = string | number | boolean | Date | Uint8Array | null;
type StoredValue = string | number | Uint8Array | null;

/** Converts a value as the adapter does: two formats of instants in one column would sort wrongly. */
function toStoredValue(value: SqlValue): StoredValue {
  if (value instanceof Date) return toStoredInstant(value);
  return typeof value === "boolean" ? Number(value) : value;
}

const quote = (name: string) => `"${name}"`;

const buildInsert = (table: string, columns: string[]) =>
  `INSERT INTO ${quote(table)} (${columns.map(quote).join(", ")})
      VALUES (${columns.map(() => "?").join(", ")})`;

const pickValues = (row: Record<string, SqlValue>, columns: string[]): SqlValue[] =>
  columns.map((column) => row[column] ?? null);

/**
 * Writes many rows on its own connection, with statements that are prepared only once. Prisma takes
 * several times as long for the same rows. SQL, tables and columns are our own; only values may come
 * from outside.
 */
export class BulkWriter {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<StoredValue[]>>();

  constructor(file: string, pragmas: string[]) {
    this.#database = new Database(file);
    for (const pragma of pragmas) this.#database.exec(pragma);
  }

  #prepare(sql: string): Database.Statement<StoredValue[]> {
    const statement = this.#statements.get(sql) ?? this.#database.prepare<StoredValue[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Whether the transaction is still open: a full disk ends it. */
  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Executes a statement that returns no rows. */
  run(sql: string, values: SqlValue[]): void {
    this.#prepare(sql).run(...values.map(toStoredValue));
  }

  /** Executes a statement and returns the rows of its RETURNING clause, or [] without one. */
  execute(sql: string, values: SqlValue[]): unknown[] {
    const statement = this.#prepare(sql);
    const stored = values.map(toStoredValue);
    if (statement.reader) return statement.all(...stored);
    statement.run(...stored);
    return [];
  }

  /**
   * Returns the rows of a SELECT, including those that this transaction has written. Columns come as
   * SQLite stores them: an instant is a text.
   */
  all(sql: string, values: SqlValue[]): unknown[] {
    return this.#prepare(sql).all(...values.map(toStoredValue));
  }

  /**
   * Inserts rows.
   *
   * @param rows all with the same columns
   * @throws if a row with the same key exists
   */
  insert<Row extends Record<string, SqlValue>>(table: string, rows: Row[]): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const sql = buildInsert(table, columns);
    for (const row of rows) this.run(sql, pickValues(row, columns));
  }

  /**
   * Inserts rows, and updates the rows whose keys exist already.
   *
   * @param rows all with the same columns
   */
  upsert<Row extends Record<string, SqlValue>>(
    table: string,
    key: (keyof Row & string)[],
    rows: Row[],
  ): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const changes = columns
      .filter((column) => !key.includes(column))
      .map((column) => `${quote(column)}=excluded.${quote(column)}`);
    const sql = `${buildInsert(table, columns)}
      ON CONFLICT (${key.map(quote).join(", ")}) DO UPDATE SET ${changes.join(", ")}`;
    for (const row of rows) this.run(sql, pickValues(row, columns));
  }

  /** Deletes the rows with these values, and their children by foreign keys. */
  remove(table: string, where: Record<string, SqlValue>): void {
    const columns = Object.keys(where);
    const matches = columns.map((column) => `${quote(column)} = ?`).join(" AND ");
    this.run(`DELETE FROM ${quote(table)} WHERE ${matches}`, pickValues(where, columns));
  }

  /** Runs one transaction, all or nothing. The caller must have the turn to write. */
  async transaction<T>(write: (bulk: BulkWriter) => Promise<T>): Promise<T> {
    await retryWhileBusy(() => this.#database.exec("BEGIN IMMEDIATE"));
    try {
      const result = await write(this);
      this.#database.exec("COMMIT");
      return result;
    } finally {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
    }
  }

  close(): void {
    this.#database.close();
  }
}
