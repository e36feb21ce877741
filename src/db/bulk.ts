import Database from "better-sqlite3";
import { patiently } from "./busy-retry";

export type Value = string | number | boolean | Date | Uint8Array | null;
type Stored = string | number | Uint8Array | null;

/** The adapter's form of an instant; two forms in one column would sort wrongly. */
function toStored(value: Value): Stored {
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return typeof value === "boolean" ? Number(value) : value;
}

const quoted = (name: string) => `"${name}"`;

const insertInto = (table: string, columns: string[]) =>
  `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")})
      VALUES (${columns.map(() => "?").join(", ")})`;

const valuesOf = (row: Record<string, Value>, columns: string[]): Value[] =>
  columns.map((column) => row[column] ?? null);

/**
 * Writes many rows on a connection of its own, by statements that are prepared once: Prisma takes
 * several times as long for the same rows. Table and columns are names of the schema, never input.
 */
export class BulkWriter {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<Stored[]>>();

  constructor(file: string, pragmas: string[]) {
    this.#database = new Database(file);
    for (const pragma of pragmas) this.#database.exec(pragma);
  }

  #prepare(sql: string): Database.Statement<Stored[]> {
    const statement = this.#statements.get(sql) ?? this.#database.prepare<Stored[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Whether the transaction still stands: a full disk ends it. */
  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** A statement of our own; what others typed stands in the values. */
  run(sql: string, values: Value[]): void {
    this.#prepare(sql).run(...values.map(toStored));
  }

  /** One statement, prepared once; answers the rows that it returns. */
  write(sql: string, values: Value[]): unknown[] {
    const statement = this.#prepare(sql);
    const stored = values.map(toStored);
    if (statement.reader) return statement.all(...stored);
    statement.run(...stored);
    return [];
  }

  /**
   * What a SELECT of our own answers, this transaction's rows included. Columns come as SQLite holds
   * them: an instant is the text that an instant becomes here.
   */
  all(sql: string, values: Value[]): unknown[] {
    return this.#prepare(sql).all(...values.map(toStored));
  }

  /** Inserts rows, all with the same columns. @throws where one stands there under the same key */
  insert<Row extends Record<string, Value>>(table: string, rows: Row[]): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const sql = insertInto(table, columns);
    for (const row of rows) this.run(sql, valuesOf(row, columns));
  }

  /**
   * Inserts rows; one that stands there under the same key is set to the new one.
   *
   * @param rows all with the same columns
   */
  upsert<Row extends Record<string, Value>>(
    table: string,
    key: (keyof Row & string)[],
    rows: Row[],
  ): void {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const changes = columns
      .filter((column) => !key.includes(column))
      .map((column) => `${quoted(column)}=excluded.${quoted(column)}`);
    const sql = `${insertInto(table, columns)}
      ON CONFLICT (${key.map(quoted).join(", ")}) DO UPDATE SET ${changes.join(", ")}`;
    for (const row of rows) this.run(sql, valuesOf(row, columns));
  }

  /** Deletes the rows, and by foreign keys their children, whose columns hold the values. */
  remove(table: string, where: Record<string, Value>): void {
    const columns = Object.keys(where);
    const matches = columns.map((column) => `${quoted(column)} = ?`).join(" AND ");
    this.run(`DELETE FROM ${quoted(table)} WHERE ${matches}`, valuesOf(where, columns));
  }

  /** Runs one transaction, all or nothing. To be called by who holds the right to write. */
  async transaction<T>(write: (bulk: BulkWriter) => Promise<T>): Promise<T> {
    await patiently(() => this.#database.exec("BEGIN IMMEDIATE"));
    try {
      const answer = await write(this);
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
