import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { listPending, type Migration, MigrationError } from "./migrate";

/** A backup or restore that was refused. The message is a sentence for the admin. */
export class BackupError extends Error {}

/** Flushes a file or a folder to the disk, so that a power cut cannot undo what was done to it. */
function flush(target: string): void {
  const descriptor = openSync(target, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

const quickCheckRow = z.object({ quick_check: z.string() });
const checkRow = z.object({ integrity_check: z.string() });

/** Finds structural damage by SQLite's quick check. Returns null if there is none. */
export function findDamage(file: string): string | null {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: 30_000 });
    const { quick_check: result } = quickCheckRow.parse(
      database.prepare("PRAGMA quick_check(1)").get(),
    );
    return result === "ok" ? null : result;
  } catch (error) {
    return String(error);
  } finally {
    database?.close();
  }
}

/**
 * Checks that a file is a complete database of this site, which this version can open: SQLite's
 * integrity check, foreign keys, and migrations. Takes time in proportion to the file's size.
 *
 * @throws BackupError that says what is wrong
 */
export function verifyDatabase(file: string, migrations: Migration[]): void {
  let database: Database.Database;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new BackupError(`${file} can't be opened: ${String(error)}`);
  }
  try {
    const { integrity_check: result } = checkRow.parse(
      database.prepare("PRAGMA integrity_check(1)").get(),
    );
    if (result !== "ok") throw new BackupError(`${file} is damaged: ${result}`);
    if (database.prepare("PRAGMA foreign_key_check").get()) {
      throw new BackupError(`${file} is damaged: it has rows whose parents are missing.`);
    }
    const ledger = database
      .prepare("SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'")
      .get();
    if (!ledger) throw new BackupError(`${file} is not a database of this site.`);
    listPending(database, migrations);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    if (error instanceof MigrationError) throw new BackupError(`${file}: ${error.message}`);
    throw new BackupError(`${file} is not a complete database: ${String(error)}`);
  } finally {
    database.close();
  }
}

/**
 * Copies the database to a new file while the site runs. The copy is one consistent state, verified,
 * readable by its owner only, and complete or absent: it gets its name at the end.
 *
 * `VACUUM INTO` reads one snapshot. In WAL mode that blocks no writer.
 *
 * @throws BackupError if the target exists, or if the copy is not sound
 */
export function backUpDatabase(source: string, target: string, migrations: Migration[]): void {
  if (!existsSync(source)) throw new BackupError(`There is no database ${source}.`);
  if (existsSync(target)) {
    throw new BackupError(`${target} exists already: name another file or remove it.`);
  }
  const folder = path.dirname(target);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  // Created first, because SQLite would create it readable by everyone. VACUUM INTO takes an empty file.
  closeSync(openSync(partial, "wx", 0o600));
  try {
    const database = new Database(source, { readonly: true, timeout: 30_000 });
    try {
      database.prepare("VACUUM INTO ?").run(partial);
    } finally {
      database.close();
    }
    verifyDatabase(partial, migrations);
    flush(partial);
    // A link, unlike a rename, never replaces a file that another process has created meanwhile.
    linkSync(partial, target);
  } finally {
    rmSync(partial, { force: true });
  }
  flush(folder);
}

const BACKUP_NAME = /^daily-papers-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.db$/;

/** Formats the name of a backup made at this instant: its order by name is its order in time. */
export const formatBackupName = (now: Date): string =>
  `daily-papers-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z.db`;

/** Lists the backups of a folder by name, newest first. Ignores files that `formatBackupName` did not name. */
export const listBackups = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => BACKUP_NAME.test(name))
        .sort()
        .reverse()
        .map((name) => path.join(folder, name))
    : [];

/** Deletes all but the newest backups of a folder. Returns the files that it has deleted. */
export function pruneBackups(folder: string, keep: number): string[] {
  const old = listBackups(folder).slice(keep);
  for (const file of old) rmSync(file);
  return old;
}

/**
 * Writes what the write-ahead log holds into the database file and removes the log.
 *
 * SQLite leaves WAL mode only for the last connection, so this fails while a server or a job has the
 * file open, idle or not. A file that SQLite can't read is left as it is.
 *
 * @throws BackupError if another process uses the database
 */
function closeOldDatabase(file: string): void {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: 2_000 });
    database.pragma("journal_mode = DELETE");
  } catch (error) {
    if (isBusy(error)) {
      throw new BackupError(
        "The database is in use: stop the server and all jobs, then restore again.",
      );
    }
  } finally {
    database?.close();
  }
}

const WAL_FILES = ["-wal", "-shm"];

/** The database, and the two files that SQLite would apply to whatever database has its name. */
const listDatabaseFiles = (file: string): string[] =>
  ["", ...WAL_FILES].map((suffix) => file + suffix).filter((name) => existsSync(name));

/**
 * Replaces the database with a backup. The previous database stays beside it, with its write-ahead log,
 * as `<file>.before-<instant>`. Returns that name, or null if there was no database.
 *
 * A write-ahead log that stayed behind would be applied to the restored database and damage it, so it
 * is removed before the backup gets the database's name. At every moment either the previous database
 * or the restored one has that name: a power cut leaves one of them.
 *
 * @throws BackupError if the backup is not sound, or if the database is in use
 */
export function restoreDatabase(
  backup: string,
  file: string,
  { migrations, now }: { migrations: Migration[]; now: Date },
): string | null {
  if (!existsSync(backup)) throw new BackupError(`There is no file ${backup}.`);
  if (existsSync(file) && statSync(backup).ino === statSync(file).ino) {
    throw new BackupError(`${backup} is the database itself.`);
  }
  verifyDatabase(backup, migrations);
  if (existsSync(`${backup}-wal`)) {
    throw new BackupError(
      `${backup} has a write-ahead log beside it, so it is a copy of a running database: use a file that npm run backup wrote.`,
    );
  }
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const incoming = `${file}.incoming`;
  rmSync(incoming, { force: true });
  try {
    copyFileSync(backup, incoming);
    chmodSync(incoming, 0o600);
    flush(incoming);
    verifyDatabase(incoming, migrations);
    const kept = existsSync(file)
      ? `${file}.before-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`
      : null;
    if (kept) {
      closeOldDatabase(file);
      for (const name of listDatabaseFiles(file)) linkSync(name, kept + name.slice(file.length));
    }
    for (const suffix of WAL_FILES) rmSync(file + suffix, { force: true });
    renameSync(incoming, file);
    flush(folder);
    return kept;
  } finally {
    for (const suffix of ["", ...WAL_FILES]) rmSync(incoming + suffix, { force: true });
  }
}
