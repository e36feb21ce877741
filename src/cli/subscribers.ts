import { createWriteStream, readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { closeDatabase } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env } from "@/env";
import { importSubscribers } from "@/features/digest/subscription/csv/mutations-import";
import { exportSubscribers } from "@/features/digest/subscription/csv/queries-export";
import { now } from "@/lib/clock";

const USAGE = `The digest's readers as a table (CSV).

  npm run subscribers -- export [FILE]   to a new file, or standard output
  npm run subscribers -- import FILE     from a file, or - for standard input

A table to import names its columns in the first line, in any order; each row must have email,
consented_at (when this reader agreed) and consent_source (how). They are mailed without another
confirmation. Who has left here, or was stopped, stays away.`;

async function exportTo(file: string | undefined): Promise<void> {
  const rows = Readable.from(exportSubscribers());
  // A list of people: for nobody else on this machine, and over no other file.
  if (file) await pipeline(rows, createWriteStream(file, { mode: 0o600, flags: "wx" }));
  else await pipeline(rows, process.stdout, { end: false });
}

async function importFrom(file: string): Promise<void> {
  const table = file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  const source = file === "-" ? "standard input" : path.basename(file);
  const { rejected, unknownColumns, ...counts } = await importSubscribers(table, {
    now: now(),
    source,
  });
  if (unknownColumns.length) console.error(`Unknown columns: ${unknownColumns.join(", ")}`);
  for (const { line, email, reason } of rejected) {
    console.error(`Line ${line}${email ? ` (${email})` : ""}: ${reason}`);
  }
  console.log(JSON.stringify({ ...counts, rejected: rejected.length }));
  process.exitCode = rejected.length ? 1 : 0;
}

const [command, file, ...others] = process.argv.slice(2);
const isKnown = command === "export" || (command === "import" && file !== undefined);
if (!isKnown || others.length > 0) {
  console.error(USAGE);
  process.exit(command === "--help" ? 0 : 1);
}
try {
  migrate(env().databaseFile, readMigrations("prisma/migrations"));
  if (command === "export") await exportTo(file);
  else await importFrom(file ?? "-");
} catch (error) {
  console.error(`Stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
