import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { closeDatabase } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env } from "@/env";
import { detectFormat } from "@/features/ingest/detect-format";
import { ingest } from "@/features/ingest/mutations";
import { type IngestReport, MAX_INGEST_BYTES } from "@/features/ingest/schema";
import { now } from "@/lib/clock";
import { type Day, parseDay } from "@/lib/day";
import { SECOND } from "@/lib/duration";
import { type Progress, showProgress } from "./progress";

const USAGE = `Imports papers: responses of Hugging Face's /api/daily_papers, of arXiv's API, RSS and OAI-PMH,
or this site's own JSON for papers that are not on arXiv.

  npm run ingest -- PATH…     files, or folders with .json, .xml, .atom and .rss files
  npm run ingest -- -         standard input
  npm run ingest -- URL       a URL that returns one of these formats
  npm run ingest -- --list …  list arXiv papers on the day of their announcement
                              (otherwise they are in the archive only)
  npm run ingest -- --date YYYY-MM-DD …   listing day of entries that don't contain one
                              (default: the day at the start of a file's name)`;

const FETCH_TIMEOUT_MS = 30 * SECOND;

type Content = { text: string; contentType?: string | null };
/** One input: its name, and how to read its text when its turn comes. */
type Input = { name: string; read(): Promise<Content> | Content; day?: Day };
type CommandLine = { inputs: Input[]; day?: Day; list: boolean };

async function fetchText(address: string): Promise<Content> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`the server answered with status ${answer.status}`);
  return { text: await answer.text(), contentType: answer.headers.get("content-type") };
}

function toInputs(argument: string): Input[] {
  if (argument.startsWith("--")) throw new Error(`unknown option ${argument}\n\n${USAGE}`);
  if (argument === "-") {
    return [{ name: "standard input", read: async () => ({ text: await text(process.stdin) }) }];
  }
  if (/^https?:\/\//.test(argument)) {
    const day = parseDay(new URL(argument).searchParams.get("date") ?? "") ?? undefined;
    return [{ name: argument, read: () => fetchText(argument), day }];
  }
  const files = statSync(argument).isDirectory()
    ? readdirSync(argument, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && /\.(json|xml|atom|rss)$/.test(entry.name))
        .map((entry) => entry.name)
        .sort()
        .map((name) => path.join(argument, name))
    : [argument];
  return files.map((file) => ({
    name: file,
    read: () => ({ text: readFileSync(file, "utf8") }),
    day: parseDay(path.basename(file).slice(0, 10)) ?? undefined,
  }));
}

function parseCommandLine(all: string[]): CommandLine {
  const list = all.includes("--list");
  const rest = all.filter((argument) => argument !== "--list");
  const at = rest.indexOf("--date");
  if (at < 0) return { inputs: rest.flatMap(toInputs), list };
  const date = rest[at + 1];
  if (date === undefined) throw new Error("--date needs a day (YYYY-MM-DD)");
  const day = parseDay(date);
  if (!day) throw new Error(`${date} is not a day (YYYY-MM-DD)`);
  return { inputs: rest.toSpliced(at, 2).flatMap(toInputs), day, list };
}

async function ingestOne(input: Input, { day, list }: CommandLine, progress: Progress) {
  const content = await input.read();
  if (content.text.length > MAX_INGEST_BYTES) throw new Error("larger than 32 MiB");
  const format = detectFormat(content.contentType ?? null, content.text);
  const { entries } = format.parseAnswer(content.text);
  return ingest(entries, {
    now,
    origin: "command line",
    format,
    list,
    day: day ?? input.day,
    onProgress: (done) => progress.tick(done, entries.length),
  });
}

/** Imports every input; one that can't be read never stops the others. */
async function ingestAll(commandLine: CommandLine) {
  const { inputs } = commandLine;
  const total: IngestReport = { created: 0, updated: 0, unchanged: 0, rejected: [] };
  const unread: string[] = [];
  const progress = showProgress(inputs.length);
  for (const input of inputs) {
    try {
      const report = await ingestOne(input, commandLine, progress);
      total.created += report.created;
      total.updated += report.updated;
      total.unchanged += report.unchanged;
      total.rejected.push(...report.rejected);
      progress.done(input.name, report);
    } catch (error) {
      unread.push(`${input.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  progress.end();
  return { report: total, unread };
}

const args = process.argv.slice(2);
if (args.length === 0 || args.includes("--help")) {
  console.error(USAGE);
  process.exit(args.length ? 0 : 1);
}
try {
  migrate(env().databaseFile, readMigrations("prisma/migrations"));
  const commandLine = parseCommandLine(args);
  if (commandLine.inputs.length === 0)
    throw new Error("the folder contains no .json, .xml, .atom or .rss files");
  const { report, unread } = await ingestAll(commandLine);
  for (const line of unread) console.error(`Could not read ${line}`);
  console.log(JSON.stringify(report));
  process.exitCode = report.rejected.length + unread.length ? 1 : 0;
} catch (error) {
  console.error(`Import failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
