import { once } from "node:events";
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { findDamage } from "@/db/backup";
import { isTableEmpty, MigrationError, migrate, readMigrations } from "@/db/migrate";
import { EnvError, env } from "@/env";
import { parseSources } from "@/features/ingest/pull/source-config";
import { now } from "@/lib/clock";
import { getDkimOptions } from "@/lib/email/dkim";
import { plural } from "@/lib/plural";

/** An error whose message is a sentence for the admin: it is printed without a stack trace. */
class StartError extends Error {}

function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new StartError(
      `The folder ${folder} can't be written: give this user write access to it, or set DATABASE_URL in .env to another folder.`,
    );
  }
}

/** Checks that the port is free before the long build starts. Port 0 means any free port. */
async function checkPort(port: number): Promise<void> {
  const server = createServer().listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw new StartError(
      taken
        ? `Port ${port} is taken by another program: stop it, or set another PORT in .env.`
        : `This user may not listen on port ${port}: set a PORT of 1024 or more in .env.`,
    );
  }
  server.close();
}

/**
 * Stores the sample papers that come with the software. The imports are dynamic, because only the
 * first start needs the code of an ingest.
 */
async function fillEmptyDatabase(): Promise<void> {
  const { storeSample } = await import("../../prisma/seed");
  const { closeDatabase } = await import("@/db/client");
  const count = await storeSample(now());
  console.log(`Stored a sample of ${plural(count, "paper")} in the empty database.`);
  await closeDatabase();
}

/** Sets the schedules of subscriptions from the settings, right after the migration that created them. */
async function backfillAfterMigration(applied: string[]): Promise<void> {
  const { backfillSchedules, SCHEDULES_MIGRATION } = await import(
    "@/features/digest/subscription/mutations-backfill"
  );
  if (!applied.includes(SCHEDULES_MIGRATION)) return;
  const { closeDatabase } = await import("@/db/client");
  await backfillSchedules(env().digest);
  await closeDatabase();
}

/**
 * Checks the database if the last process that used it was killed: SQLite leaves its write-ahead log
 * only then.
 *
 * @throws StartError if the database is damaged
 */
function checkAfterCrash(databaseFile: string): void {
  const log = `${databaseFile}-wal`;
  if (!existsSync(log) || statSync(log).size === 0) return;
  const problem = findDamage(databaseFile);
  if (problem) {
    throw new StartError(
      `The database ${databaseFile} is damaged (${problem}): restore a backup with npm run restore -- FILE.`,
    );
  }
}

/** Checks the settings and migrates the database. An empty one gets the sample papers. */
async function prepare(): Promise<void> {
  const { databaseFile, port, sources } = env();
  parseSources(sources);
  // Fails now where the DKIM key can't sign, not when the first email is sent.
  getDkimOptions();
  await checkPort(port);
  checkFolder(path.dirname(databaseFile));
  checkAfterCrash(databaseFile);
  const applied = migrate(databaseFile, readMigrations("prisma/migrations"));
  if (applied.length) {
    console.log(`Migrated the database: ${applied.join(", ")}.`);
    await backfillAfterMigration(applied);
  }
  if (isTableEmpty(databaseFile, "Paper")) await fillEmptyDatabase();
}

try {
  await prepare();
} catch (error) {
  const isForAdmin =
    error instanceof EnvError || error instanceof MigrationError || error instanceof StartError;
  if (isForAdmin) {
    console.error(error.message);
  } else {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The database ${env().databaseFile} can't be used: ${reason}`);
  }
  process.exit(1);
}
