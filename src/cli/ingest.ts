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
import { type Progress, showProgress } from "./progress";

const USAGE = `Brings papers in: answers of Hugging Face's /api/daily_papers, of arXiv's API, RSS and OAI-PMH,
or this site's own JSON for papers that are not on arXiv.

  npm run ingest -- PATH…     files, or folders with .json, .xml, .atom and .rss files
  npm run ingest -- -         standard input
  npm run ingest -- URL       an address that answers them
  npm run ingest -- --list …  papers of arXiv stand on the day of their announcement
                              (else they fill the archive)
  npm run ingest -- --date YYYY-MM-DD …   the listing day, where an entry does not tell
                              (by default the day that a file is named after)`;

type Content = { text: string; contentType?: string | null };
/** A piece of input: where it is from, and how to get its text when its turn comes. */
type Input = { name: string; read(): Promise<Content> | Content; day?: Day };
type Words = { inputs: Input[]; day?: Day; list: boolean };

async function fetchText(address: string): Promise<Content> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return { text: await answer.text(), contentType: answer.headers.get("content-type") };
}

function toInputs(word: string): Input[] {
  if (word.startsWith("--")) throw new Error(`there is no option ${word}\n\n${USAGE}`);
  if (word === "-")
    return [{ name: "standard input", read: async () => ({ text: await text(process.stdin) }) }];
  if (/^https?:\/\//.test(word)) {
    const day = parseDay(new URL(word).searchParams.get("date") ?? "") ?? undefined;
    return [{ name: word, read: () => fetchText(word), day }];
  }
  const files = statSync(word).isDirectory()
    ? readdirSync(word, { withFileTypes: true })
        .filter(({ name }) => /\.(json|xml|atom|rss)$/.test(name))
        .filter((entry) => !entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
        .map((name) => path.join(word, name))
    : [word];
  return files.map((file) => ({
    name: file,
    read: () => ({ text: readFileSync(file, "utf8") }),
    day: parseDay(path.basename(file).slice(0, 10)) ?? undefined,
  }));
}

function parseWords(all: string[]): Words {
  const words = all.filter((word) => word !== "--list");
  const list = words.length < all.length;
  const at = words.indexOf("--date");
  if (at < 0) return { inputs: words.flatMap(toInputs), list };
  const day = parseDay(words[at + 1] ?? "");
  if (!day) throw new Error(`${words[at + 1] ?? "--date"} is no day: write YYYY-MM-DD`);
  return { inputs: words.toSpliced(at, 2).flatMap(toInputs), day, list };
}

async function ingestOne(input: Input, { day, list }: Words, progress: Progress) {
  const content = await input.read();
  if (content.text.length > MAX_INGEST_BYTES) throw new Error("it is larger than 32 MiB");
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

/** One input that can't be read never stops the rest. */
async function ingestAll(words: Words) {
  const { inputs } = words;
  const total: IngestReport = { created: 0, updated: 0, unchanged: 0, rejected: [] };
  const unread: string[] = [];
  const progress = showProgress(inputs.length);
  for (const input of inputs) {
    try {
      const report = await ingestOne(input, words, progress);
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

const typed = process.argv.slice(2);
if (typed.length === 0 || typed.includes("--help")) {
  console.error(USAGE);
  process.exit(typed.length ? 0 : 1);
}
try {
  migrate(env().databaseFile, readMigrations("prisma/migrations"));
  const words = parseWords(typed);
  if (words.inputs.length === 0)
    throw new Error("there is no .json, .xml, .atom or .rss file to read");
  const { report, unread } = await ingestAll(words);
  for (const line of unread) console.error(`Not read: ${line}`);
  console.log(JSON.stringify(report));
  process.exitCode = report.rejected.length + unread.length ? 1 : 0;
} catch (error) {
  console.error(`Stopped: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
