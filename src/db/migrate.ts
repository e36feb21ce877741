import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { parseRows } from "./stored";

/** The table that Prisma's own `migrate deploy` keeps: both commands see what the other has applied. */
const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

export type Migration = { name: string; sql: string; checksum: string };

/** Thrown if the database and the migrations do not match. The message is a sentence for the admin. */
export class MigrationError extends Error {}

/** Reads the migrations of a folder in Prisma's layout (`<time>_<what>/migration.sql`), oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

const appliedRow = z.object({ name: z.string(), checksum: z.string() });

/** Lists the migrations that the database lacks. @throws MigrationError */
export function listPending(database: Database.Database, migrations: Migration[]): Migration[] {
  const rows = database
    .prepare(
      `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
    .all();
  const applied = new Map(
    parseRows(appliedRow, rows).map(({ name, checksum }) => [name, checksum]),
  );
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new MigrationError(
        `The database contains the migration ${name}, which this version doesn't know: install the version that created it, or restore a backup.`,
      );
    }
  }
  for (const { name, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it was applied: restore its file from the release.`,
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

function applyMigration(database: Database.Database, { name, sql, checksum }: Migration): void {
  const startedAt = Date.now();
  database.exec(sql);
  const orphan = database.prepare("PRAGMA foreign_key_check").get();
  if (orphan) {
    throw new MigrationError(
      `The migration ${name} would leave rows without their parents: ${JSON.stringify(orphan)}`,
    );
  }
  database
    .prepare(
      `INSERT INTO "_prisma_migrations"
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES (?, ?, ?, ?, ?, 1)`,
    )
    .run(randomUUID(), checksum, name, startedAt, Date.now());
}

/** With the interval below, half a minute in total. */
const WAL_ATTEMPTS = 600;
const WAL_RETRY_INTERVAL_MS = 50;

/**
 * Switches the file to WAL. If another process has the file open, SQLite ignores its timeout and fails
 * at once, because two processes that wait for each other would wait forever.
 */
function switchToWal(database: Database.Database): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.pragma("journal_mode=WAL");
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
      if (!busy || attempt === WAL_ATTEMPTS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_RETRY_INTERVAL_MS);
    }
  }
}

/**
 * Migrates a database file, each migration in its own transaction. Creates the file and its folder if
 * they do not exist. Idempotent, and safe when two processes start at once. Returns the names of the
 * migrations that it has applied, in order.
 *
 * Foreign keys are off meanwhile: to change a table, SQLite builds a new one and drops the old one,
 * which would delete its children. Inside a transaction that pragma has no effect, so it comes first,
 * and `foreign_key_check` runs before each COMMIT.
 *
 * @throws MigrationError if the database is newer than the code, or if a migration has been changed
 */
export function migrate(file: string, migrations: Migration[]): string[] {
  const folder = path.dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new Database(file, { timeout: 30_000 });
  try {
    switchToWal(database);
    database.pragma("synchronous=FULL");
    database.pragma("foreign_keys=OFF");
    database.exec(LEDGER);
    const applied: string[] = [];
    const applyNext = database.transaction(() => {
      // Read again inside each transaction: another process may have been faster.
      const next = listPending(database, migrations)[0];
      if (next) applyMigration(database, next);
      return next?.name;
    });
    for (let name = applyNext.immediate(); name; name = applyNext.immediate()) applied.push(name);
    return applied;
  } finally {
    database.close();
  }
}

/** Returns whether a table of the schema has no rows. Used at the start, before a client is loaded. */
export function isTableEmpty(file: string, table: string): boolean {
  const database = new Database(file);
  try {
    return database.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() === undefined;
  } finally {
    database.close();
  }
}
