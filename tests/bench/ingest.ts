import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { closeDatabase, db } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env, useEnv } from "@/env";
import { ingest } from "@/features/ingest/mutations";
import { makeEntry } from "../made-up";

/** Rounds, in turn, so that a drift of the machine meets both. */
const ROUNDS = 5;
const GOAL = 0.25;
/** As ingest commits: so many entries a transaction. */
const BATCH = 50;

/** Of each paper, parents first. */
const OF_PAPER = ["Paper", "Author", "PaperCategory", "Listing", "SourceRecord"];
const TABLES = ["Organization", ...OF_PAPER, "IngestRun"];

/** The recorded days where they are at hand, else as many made-up ones. */
function readDays(): unknown[][] {
  const folder = path.join(env().recordedData, "hf-daily-papers");
  if (existsSync(folder)) {
    return readdirSync(folder).map((name) =>
      JSON.parse(readFileSync(path.join(folder, name), "utf8")),
    );
  }
  console.log("No recorded days at RECORDED_DATA: measuring on made-up entries.");
  return Array.from({ length: 160 }, (_, day) =>
    Array.from({ length: 25 }, (_, index) =>
      makeEntry({ id: `2601.${10000 + day * 25 + index}`, authors: 11 }),
    ),
  );
}

function freshDatabase(file: string): void {
  migrate(file, readMigrations("prisma/migrations"));
  useEnv({ ...env(), databaseFile: file });
}

/** Seconds for the whole way: parse, check, rank, store. */
async function timeIngest(days: unknown[][]): Promise<number> {
  await db().paper.count();
  const start = performance.now();
  for (const entries of days) {
    const report = await ingest(entries, { now: () => new Date(), origin: "command line" });
    if (report.rejected.length) throw new Error(`rejected: ${report.rejected[0]?.reason}`);
  }
  return (performance.now() - start) / 1000;
}

type Row = Record<string, string | number | null>;
type Rows = Map<string, Map<string, Row[]>>;

/** The rows that an ingest left, by table and paper. */
function readRows(file: string): Rows {
  const database = new Database(file, { readonly: true });
  const rows: Rows = new Map();
  for (const table of TABLES) {
    const byPaper = new Map<string, Row[]>();
    for (const row of database.prepare<[], Row>(`SELECT * FROM "${table}"`).all()) {
      const paper = String(row.paperId ?? row.id);
      byPaper.set(paper, [...(byPaper.get(paper) ?? []), row]);
    }
    rows.set(table, byPaper);
  }
  database.close();
  return rows;
}

/** Seconds for bare prepared statements that write the same rows with as many commits. */
function timeBare(file: string, rows: Rows, days: unknown[][]): number {
  migrate(file, readMigrations("prisma/migrations"));
  const database = new Database(file);
  for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]) {
    database.pragma(pragma);
  }
  const inserts = new Map(
    TABLES.filter((table) => rows.get(table)?.size).map((table) => {
      const [first] = [...(rows.get(table)?.values() ?? [])].flat();
      const columns = Object.keys(first ?? {});
      const places = columns.map((column) => `@${column}`);
      return [
        table,
        database.prepare(
          `INSERT INTO "${table}" (${columns.map((c) => `"${c}"`)}) VALUES (${places})`,
        ),
      ];
    }),
  );
  const papers = [...(rows.get("Paper")?.keys() ?? [])];
  const commits = days.reduce((sum, entries) => sum + Math.ceil(entries.length / BATCH), 0);
  const size = Math.ceil(papers.length / commits);

  const start = performance.now();
  database.transaction(() => {
    for (const [row] of rows.get("Organization")?.values() ?? [])
      inserts.get("Organization")?.run(row);
  })();
  for (let at = 0; at < papers.length; at += size) {
    database.transaction(() => {
      for (const paper of papers.slice(at, at + size)) {
        for (const table of OF_PAPER) {
          for (const row of rows.get(table)?.get(paper) ?? []) inserts.get(table)?.run(row);
        }
      }
    })();
  }
  // Each answer leaves a row about its run, in a commit of its own.
  for (const [run] of rows.get("IngestRun")?.values() ?? []) inserts.get("IngestRun")?.run(run);
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return seconds;
}

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const spread = (numbers: number[], digits: number) =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;

/** Entries per second, and the ratio to bare statements, as medians of rounds. */
export async function run(folder: string): Promise<boolean> {
  const days = readDays();
  const entries = days.reduce((sum, day) => sum + day.length, 0);
  const rates: number[] = [];
  const bares: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = path.join(folder, `ingest-${round}.db`);
    freshDatabase(file);
    rates.push(entries / (await timeIngest(days)));
    again.push(entries / (await timeIngest(days)));
    await closeDatabase();
    bares.push(entries / timeBare(path.join(folder, `bare-${round}.db`), readRows(file), days));
  }
  const ratios = rates.map((rate, round) => rate / (bares[round] ?? Number.NaN));
  console.log(`${entries} entries in ${days.length} days, ${ROUNDS} rounds: median (least–most)`);
  console.log(`ingest            ${spread(rates, 0)} entries/s`);
  console.log(`the same again    ${spread(again, 0)} entries/s, nothing written`);
  console.log(`bare statements   ${spread(bares, 0)} entries/s, the same rows and commits`);
  console.log(`ratio             ${spread(ratios, 2)}, goal at least ${GOAL}`);
  return median(ratios) >= GOAL;
}
