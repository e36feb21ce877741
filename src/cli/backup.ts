import path from "node:path";
import {
  BackupError,
  backUpDatabase,
  formatBackupName,
  pruneBackups,
  restoreDatabase,
} from "@/db/backup";
import { readMigrations } from "@/db/migrate";
import { EnvError, env } from "@/env";
import { now } from "@/lib/clock";

const USAGE = `Backs up and restores the database.

  npm run backup             to a new file in BACKUP_FOLDER, and deletes all but the newest BACKUP_KEEP
  npm run backup -- FILE     to a new file of this name
  npm run restore -- FILE    replaces the database with a backup; the server must be stopped`;

function backUp(named: string | undefined): void {
  const { databaseFile, backups } = env();
  const target = named ? path.resolve(named) : path.join(backups.folder, formatBackupName(now()));
  backUpDatabase(databaseFile, target, readMigrations("prisma/migrations"));
  console.log(`Wrote ${target}, and verified it.`);
  if (named) return;
  for (const file of pruneBackups(backups.folder, backups.keep)) console.log(`Deleted ${file}.`);
}

function restore(backup: string): void {
  const { databaseFile } = env();
  const kept = restoreDatabase(path.resolve(backup), databaseFile, {
    migrations: readMigrations("prisma/migrations"),
    now: now(),
  });
  console.log(`Restored ${databaseFile} from ${backup}.`);
  if (kept) console.log(`The previous database is ${kept}. Delete it when you don't need it.`);
}

const [command, file, ...others] = process.argv.slice(2);
const isValid =
  (command === "backup" || (command === "restore" && file)) &&
  !file?.startsWith("-") &&
  others.length === 0;
if (!isValid) {
  console.error(USAGE);
  process.exit(file === "--help" ? 0 : 1);
}
try {
  if (command === "backup") backUp(file);
  else restore(file ?? "");
} catch (error) {
  const isForAdmin = error instanceof BackupError || error instanceof EnvError;
  const reason = error instanceof Error ? error.message : String(error);
  console.error(isForAdmin ? reason : `The ${command} failed: ${reason}`);
  process.exitCode = 1;
}
