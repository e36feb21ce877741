import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { closeDatabase, db } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env, useEnv } from "@/env";
import { ingest } from "@/features/ingest/mutations";
import { makeEntry } from "../made-up";
import { computeMedian, formatSpread } from "./statistics";

/** The product and the bare statements take turns, so that a slower phase of the machine meets both. */
const ROUNDS = 5;
const GOAL_RATIO = 0.25;
/** Entries per transaction, as in the product. */
const BATCH = 50;

/** Tables with rows of a paper, parents first. */
const PAPER_TABLES = ["Paper", "Author", "PaperCategory", "Listing", "SourceRecord"];
const TABLES = ["Organization", ...PAPER_TABLES, "IngestRun"];

/** Reads the recorded days if they exist, else makes up as many. */
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

function openFreshDatabase(file: string): void {
  migrate(file, readMigrations("prisma/migrations"));
  useEnv({ ...env(), databaseFile: file });
}

/** Measures the seconds that the product takes to parse, validate, rank and store. */
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

/** Reads the rows that an ingest stored, by table and paper. */
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

/** Measures bare prepared statements that write the same rows in as many transactions. */
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
        for (const table of PAPER_TABLES) {
          for (const row of rows.get(table)?.get(paper) ?? []) inserts.get(table)?.run(row);
        }
      }
    })();
  }
  // Each ingest stores a row about itself, in a transaction of its own.
  for (const [run] of rows.get("IngestRun")?.values() ?? []) inserts.get("IngestRun")?.run(run);
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return seconds;
}

/** Compares the entries per second with those of bare statements. */
export async function run(folder: string): Promise<boolean> {
  const days = readDays();
  const entries = days.reduce((sum, day) => sum + day.length, 0);
  const rates: number[] = [];
  const bares: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = path.join(folder, `ingest-${round}.db`);
    openFreshDatabase(file);
    rates.push(entries / (await timeIngest(days)));
    again.push(entries / (await timeIngest(days)));
    await closeDatabase();
    bares.push(entries / timeBare(path.join(folder, `bare-${round}.db`), readRows(file), days));
  }
  const ratios = rates.map((rate, round) => rate / (bares[round] ?? Number.NaN));
  console.log(
    `${entries} entries in ${days.length} days, ${ROUNDS} rounds: median (lowest–highest)`,
  );
  console.log(`ingest            ${formatSpread(rates, 0)} entries/s`);
  console.log(`the same again    ${formatSpread(again, 0)} entries/s, nothing written`);
  console.log(`bare statements   ${formatSpread(bares, 0)} entries/s, the same rows and commits`);
  console.log(`ratio             ${formatSpread(ratios, 2)}, goal at least ${GOAL_RATIO}`);
  return computeMedian(ratios) >= GOAL_RATIO;
}
