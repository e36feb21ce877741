import { once } from "node:events";
import { accessSync, constants, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { isTableEmpty, MigrationError, migrate, readMigrations } from "@/db/migrate";
import { EnvError, env } from "@/env";
import { parseSources } from "@/features/ingest/pull/source-config";
import { now } from "@/lib/clock";
import { dkimOptions } from "@/lib/dkim";

/** A sentence for the admin in place of a stack trace. */
class StartError extends Error {}

function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new StartError(
      `The folder ${folder} can't be written: give this user the right to, or set DATABASE_URL in .env to another place.`,
    );
  }
}

/** Asked before the long build, not only after it. Port 0 takes any that is free. */
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

/** Loaded when it is needed: a later start has no use for all that an ingest is made of. */
async function plant(): Promise<void> {
  const { plantSample } = await import("../../prisma/seed");
  const { closeDatabase } = await import("@/db/client");
  const count = await plantSample(now());
  console.log(`Put a sample of ${count} papers into the empty database.`);
  await closeDatabase();
}

async function keepHour(applied: string[]): Promise<void> {
  const { backfillSchedules: keepUsualHour, SCHEDULES_MIGRATION: OWN_SCHEDULES } = await import(
    "@/features/digest/subscription/mutations-backfill"
  );
  if (!applied.includes(OWN_SCHEDULES)) return;
  const { closeDatabase } = await import("@/db/client");
  await keepUsualHour(env().digest);
  await closeDatabase();
}

/** Brings the database up to this version; an empty one gets the shipped sample. */
async function prepare(): Promise<void> {
  const { databaseFile, port, sources } = env();
  parseSources(sources);
  // A key that can't sign is told now, not when the first mail goes out.
  dkimOptions();
  await checkPort(port);
  checkFolder(path.dirname(databaseFile));
  const applied = migrate(databaseFile, readMigrations("prisma/migrations"));
  if (applied.length) {
    console.log(`Migrated the database: ${applied.join(", ")}.`);
    await keepHour(applied);
  }
  if (isTableEmpty(databaseFile, "Paper")) await plant();
}

try {
  await prepare();
} catch (error) {
  const known =
    error instanceof EnvError || error instanceof MigrationError || error instanceof StartError;
  if (known) {
    console.error(error.message);
  } else {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The database ${env().databaseFile} can't be used: ${reason}`);
  }
  process.exit(1);
}
