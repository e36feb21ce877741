import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import {
  BackupError,
  backUpDatabase,
  findDamage,
  formatBackupName,
  listBackups,
  pruneBackups,
  restoreDatabase,
  verifyDatabase,
} from "./backup";
import { readMigrations } from "./migrate";

const MIGRATIONS = readMigrations("prisma/migrations");
const NOW = new Date("2026-03-05T07:08:09.000Z");

const hasSqliteCommand = spawnSync("sqlite3", ["--version"]).status === 0;

let folder: string;
let file: string;
let backup: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-backup-"));
  file = path.join(folder, "site.db");
  backup = path.join(folder, "backups", "one.db");
  copyFileSync(inject("templateDatabase"), file);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addOrganization(database: Database.Database, id: string): void {
  database
    .prepare(`INSERT INTO "Organization" (id, name, fullname) VALUES (?, ?, ?)`)
    .run(id, id, id);
}

function listOrganizations(name: string): unknown[] {
  const database = new Database(name, { readonly: true });
  try {
    return database.prepare(`SELECT id FROM "Organization" ORDER BY id`).pluck().all();
  } finally {
    database.close();
  }
}

/** Writes a row and is killed, so that the row is only in the write-ahead log. */
async function writeAndCrash(id: string): Promise<void> {
  const program = `
    const database = new (require("better-sqlite3"))(process.argv[1]);
    database.pragma("journal_mode=WAL");
    database.prepare('INSERT INTO "Organization" (id, name, fullname) VALUES (?, ?, ?)')
      .run(process.argv[2], "x", "x");
    process.kill(process.pid, "SIGKILL");`;
  const child = spawn(process.execPath, ["-e", program, file, id]);
  await once(child, "close");
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
}

describe("a backup", () => {
  test("has every committed row while the site has the database open, and only its owner can read it", () => {
    const site = new Database(file);
    site.pragma("journal_mode=WAL");
    addOrganization(site, "committed");
    site.exec("BEGIN");
    addOrganization(site, "open transaction");
    backUpDatabase(file, backup, MIGRATIONS);
    site.exec("COMMIT");
    site.close();
    expect(listOrganizations(backup)).toEqual(["committed"]);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(backup))).toEqual(["one.db"]);
    expect(() => verifyDatabase(backup, MIGRATIONS)).not.toThrow();
  });

  test("never replaces a file, and leaves none if the database is damaged", () => {
    backUpDatabase(file, backup, MIGRATIONS);
    const before = readFileSync(backup);
    expect(() => backUpDatabase(file, backup, MIGRATIONS)).toThrow(/exists already/);
    expect(readFileSync(backup).equals(before)).toBe(true);

    const other = path.join(folder, "other.db");
    writeFileSync(file, "not a database, but long enough to look at".repeat(100));
    expect(() => backUpDatabase(file, other, MIGRATIONS)).toThrow();
    expect(existsSync(other)).toBe(false);
    expect(existsSync(`${other}.partial`)).toBe(false);
    expect(() => backUpDatabase(path.join(folder, "no.db"), other, MIGRATIONS)).toThrow(
      BackupError,
    );
  });

  test.skipIf(!hasSqliteCommand)("can be read by the SQLite that Debian 12 ships", () => {
    backUpDatabase(file, backup, MIGRATIONS);
    const query = `SELECT count(*) FROM "Paper"; PRAGMA integrity_check;`;
    const { stdout } = spawnSync("sqlite3", [backup, query], { encoding: "utf8" });
    expect(stdout).toBe("0\nok\n");
  });

  test("is one of the newest few that are kept, and no other file is deleted", () => {
    const backups = path.dirname(backup);
    const names = [1, 2, 3, 4].map((day) => formatBackupName(new Date(Date.UTC(2026, 2, day))));
    for (const name of names) backUpDatabase(file, path.join(backups, name), MIGRATIONS);
    writeFileSync(path.join(backups, "mine.db"), "");
    const deleted = pruneBackups(backups, 2).map((name) => path.basename(name));
    expect(deleted.toSorted()).toEqual(names.slice(0, 2));
    expect(listBackups(backups).map((name) => path.basename(name))).toEqual([names[3], names[2]]);
    expect(existsSync(path.join(backups, "mine.db"))).toBe(true);
  });
});

describe("a restore", () => {
  const restore = (from = backup) =>
    restoreDatabase(from, file, { migrations: MIGRATIONS, now: NOW });

  test("over a crashed database has the backup's rows alone, and keeps the crashed one whole", async () => {
    const site = new Database(file);
    addOrganization(site, "in the backup");
    site.close();
    backUpDatabase(file, backup, MIGRATIONS);
    await writeAndCrash("after the backup");

    const kept = restore();
    expect(listOrganizations(file)).toEqual(["in the backup"]);
    expect(findDamage(file)).toBeNull();
    expect(kept).toBe(`${file}.before-2026-03-05T07-08-09Z`);
    expect(listOrganizations(kept ?? "")).toEqual(["after the backup", "in the backup"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test("over a damaged database keeps its files, the write-ahead log too", async () => {
    backUpDatabase(file, backup, MIGRATIONS);
    await writeAndCrash("lost");
    const log = readFileSync(`${file}-wal`);
    writeFileSync(file, "damaged ".repeat(1000));
    const kept = restore();
    expect(listOrganizations(file)).toEqual([]);
    expect(readFileSync(kept ?? "", "utf8")).toContain("damaged");
    expect(readFileSync(`${kept}-wal`).equals(log)).toBe(true);
  });

  test("is refused while another process has the database open, even idle", () => {
    backUpDatabase(file, backup, MIGRATIONS);
    const site = new Database(file);
    site.pragma("journal_mode=WAL");
    addOrganization(site, "newer");
    expect(() => restore()).toThrow(/in use: stop the server/);
    site.close();
    expect(listOrganizations(file)).toEqual(["newer"]);
    expect(readdirSync(folder).filter((name) => /incoming|before/.test(name))).toEqual([]);
  });

  test.each<[string, () => void, RegExp]>([
    [
      "cut short",
      () => writeFileSync(backup, readFileSync(backup).subarray(0, 20_000)),
      /not a complete|damaged/,
    ],
    ["no database", () => writeFileSync(backup, "a letter to my aunt"), /not a complete/],
    ["empty", () => writeFileSync(backup, ""), /not a database of this site/],
    [
      "another program's",
      () => {
        rmSync(backup);
        const other = new Database(backup);
        other.exec("CREATE TABLE t (x)");
        other.close();
      },
      /not a database of this site/,
    ],
    [
      "newer than the code",
      () => {
        const newer = new Database(backup);
        newer
          .prepare(
            `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at) VALUES ('1', '1', '29990101000000_new', 1)`,
          )
          .run();
        newer.close();
      },
      /29990101000000_new/,
    ],
    [
      "a copy of a running database",
      () => appendFileSync(`${backup}-wal`, "x".repeat(40)),
      /write-ahead log/,
    ],
  ])("from a file that is %s is refused, and the database stays", (_, spoil, reason) => {
    backUpDatabase(file, backup, MIGRATIONS);
    spoil();
    const before = readFileSync(file);
    expect(() => restore()).toThrow(reason);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("into an empty folder creates the database", () => {
    backUpDatabase(file, backup, MIGRATIONS);
    rmSync(file);
    expect(restore()).toBeNull();
    expect(listOrganizations(file)).toEqual([]);
  });
});
