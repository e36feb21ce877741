import Database from "better-sqlite3";
import { retryWhileBusy } from "./busy-retry";

export type SqlValue = string | number | boolean | Date | Uint8Array | null;
type StoredValue = string | number | Uint8Array | null;

/** The adapter's form of an instant; two forms in one column would sort wrongly. */
function toStoredValue(value: SqlValue): StoredValue {
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return typeof value === "boolean" ? Number(value) : value;
}

const quote = (name: string) => `"${name}"`;

const buildInsert = (table: string, columns: string[]) =>
  `INSERT INTO ${quote(table)} (${columns.map(quote).join(", ")})
      VALUES (${columns.map(() => "?").join(", ")})`;

const pickValues = (row: Record<string, SqlValue>, columns: string[]): SqlValue[] =>
  columns.map((column) => row[column] ?? null);

/**
 * Writes many rows on a connection of its own, by statements that are prepared once: Prisma takes
 * several times as long for the same rows. Table and columns are names of the schema, never input.
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

  /** Whether the transaction still stands: a full disk ends it. */
  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** A statement of our own; what others typed stands in the values. */
  run(sql: string, values: SqlValue[]): void {
    this.#prepare(sql).run(...values.map(toStoredValue));
  }

  /** One statement, prepared once; answers the rows that it returns. */
  execute(sql: string, values: SqlValue[]): unknown[] {
    const statement = this.#prepare(sql);
    const stored = values.map(toStoredValue);
    if (statement.reader) return statement.all(...stored);
    statement.run(...stored);
    return [];
  }

  /**
   * What a SELECT of our own answers, this transaction's rows included. Columns come as SQLite holds
   * them: an instant is the text that an instant becomes here.
   */
  all(sql: string, values: SqlValue[]): unknown[] {
    return this.#prepare(sql).all(...values.map(toStoredValue));
  }

  /** Inserts rows, all with the same columns. @throws where one stands there under the same key */
  insert<Row extends Record<string, SqlValue>>(table: string, rows: Row[]): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const sql = buildInsert(table, columns);
    for (const row of rows) this.run(sql, pickValues(row, columns));
  }

  /**
   * Inserts rows; one that stands there under the same key is set to the new one.
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

  /** Deletes the rows, and by foreign keys their children, whose columns hold the values. */
  remove(table: string, where: Record<string, SqlValue>): void {
    const columns = Object.keys(where);
    const matches = columns.map((column) => `${quote(column)} = ?`).join(" AND ");
    this.run(`DELETE FROM ${quote(table)} WHERE ${matches}`, pickValues(where, columns));
  }

  /** Runs one transaction, all or nothing. To be called by who holds the right to write. */
  async transaction<T>(execute: (bulk: BulkWriter) => Promise<T>): Promise<T> {
    await retryWhileBusy(() => this.#database.exec("BEGIN IMMEDIATE"));
    try {
      const answer = await execute(this);
      this.#database.exec("COMMIT");
      return answer;
    } finally {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
    }
  }

  close(): void {
    this.#database.close();
  }
}
