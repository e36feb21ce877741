import { createWriteStream, readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { closeDatabase } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env } from "@/env";
import { decodeTable } from "@/features/digest/subscription/csv/decode";
import { importSubscribers } from "@/features/digest/subscription/csv/mutations-import";
import { exportSubscribers } from "@/features/digest/subscription/csv/queries-export";
import { now } from "@/lib/clock";
import { showRowProgress } from "./progress";

const USAGE = `Exports and imports the digest's subscribers as a table (CSV).

  npm run subscribers -- export [FILE]   to a new file, or to standard output
  npm run subscribers -- import FILE     from a file, or from standard input if FILE is -
  … import FILE --resume-refused         also resume those whose address the mail server refused here

The first line of a table to import names its columns, in any order. Each row must have email,
consented_at (when this subscriber agreed) and consent_source (how). Imported subscribers get the
digest without confirming again. Those who unsubscribed or were stopped here are not subscribed again.`;

async function exportTo(file: string | undefined): Promise<void> {
  const rows = Readable.from(exportSubscribers());
  if (!file) {
    await pipeline(rows, process.stdout, { end: false });
    return;
  }
  // The file lists people: only its owner may read it, and it must not replace another file.
  await pipeline(rows, createWriteStream(file, { mode: 0o600, flags: "wx" }));
}

async function importFrom(file: string, resumesRefused: boolean): Promise<void> {
  const isStandardInput = file === "-";
  const bytes = isStandardInput ? await buffer(process.stdin) : readFileSync(file);
  const source = isStandardInput ? "standard input" : path.basename(file);
  const progress = showRowProgress();
  const { rejected, unknownColumns, ...counts } = await importSubscribers(decodeTable(bytes), {
    now: now(),
    source,
    resumesRefused,
    onProgress: progress.update,
  }).finally(progress.end);
  if (unknownColumns.length > 0) console.error(`Unknown columns: ${unknownColumns.join(", ")}`);
  for (const { line, email, reason } of rejected) {
    console.error(`Line ${line}${email ? ` (${email})` : ""}: ${reason}`);
  }
  console.log(JSON.stringify({ ...counts, rejected: rejected.length }));
  process.exitCode = rejected.length > 0 ? 1 : 0;
}

const [command, file, ...others] = process.argv.slice(2);
const resumesRefused = command === "import" && others[0] === "--resume-refused";
const isValid = command === "export" || (command === "import" && file !== undefined);
if (!isValid || others.length > (resumesRefused ? 1 : 0)) {
  console.error(USAGE);
  process.exit(command === "--help" ? 0 : 1);
}
try {
  migrate(env().databaseFile, readMigrations("prisma/migrations"));
  if (command === "export") await exportTo(file);
  else await importFrom(file ?? "-", resumesRefused);
} catch (error) {
  console.error(`Stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
