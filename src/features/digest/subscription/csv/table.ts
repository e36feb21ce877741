import { stringify } from "csv-stringify/sync";
import { TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { AppError } from "@/lib/errors";
import { type BrokenLine, parseCsvRecords } from "./records";

const PREFERENCE_COLUMNS = ["rhythm", "weekday", "hour", "time_zone", "size"] as const;
const CONSENT_COLUMNS = ["consented_at", "consent_source"] as const;
const TIME_COLUMNS = ["paused_until", "created_at", "unsubscribed_at", "stopped_at"] as const;

/** The table's columns, in the order of the export. Times are ISO 8601, lists are joined by ", ". */
export const COLUMNS = [
  "email" as const,
  "state" as const,
  ...PREFERENCE_COLUMNS,
  ...TOPIC_LISTS.map(({ column }) => column),
  ...CONSENT_COLUMNS,
  ...TIME_COLUMNS,
  "stopped_by" as const,
];
export type Column = (typeof COLUMNS)[number];

/** Cells by column; "" for an empty cell. */
export type Row = Partial<Record<Column, string>>;

/**
 * Cells that a spreadsheet would run as a formula are written with an apostrophe before them. A cell
 * that already has apostrophes before such a character gets one more, so that reading removes exactly
 * what writing added.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const escapeFormula = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);
const unescapeFormula = (cell: string) =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

/** Formats the table's first line, after a byte order mark, by which spreadsheets detect UTF-8. */
export const formatCsvHeader = (): string =>
  stringify([COLUMNS], { bom: true, record_delimiter: "windows" });

export function formatCsvRows(rows: Row[]): string {
  const cells = rows.map((row) => COLUMNS.map((column) => escapeFormula(row[column] ?? "")));
  // Without this, only the line break that ends records would be quoted.
  return stringify(cells, { record_delimiter: "windows", quoted_match: /[\r\n]/ });
}

/** Folds a column's name, so that `E-Mail`, `time zone` and `consentedAt` are recognized. */
const foldColumnName = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, "");

/** Folded names to columns. Includes names that other newsletter programs use. */
const COLUMNS_BY_NAME = new Map<string, Column>([
  ...COLUMNS.map((column): [string, Column] => [foldColumnName(column), column]),
  ["mail", "email"],
  ["emailaddress", "email"],
  ["mailaddress", "email"],
  ["address", "email"],
  ["status", "state"],
  ["timezone", "time_zone"],
  ["consentdate", "consented_at"],
  ["confirmedat", "consented_at"],
  ["source", "consent_source"],
]);

export type Table = {
  rows: { line: number; row: Row }[];
  /** Lines that can't be read as rows */
  broken: BrokenLine[];
  /** Names in the first line that match no column, as written there */
  unknownColumns: string[];
};

/** Detects the delimiter by the first line: European spreadsheets often write semicolons. */
function detectDelimiter(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  return [",", ";", "\t"].toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}

/**
 * Parses a table separated by commas, semicolons or tabs, with its columns in any order and case.
 *
 * @throws AppError unprocessable if the first line doesn't name all required columns
 */
export function parseTable(text: string, required: readonly Column[]): Table {
  const { records, broken } = parseCsvRecords(text, detectDelimiter(text));
  const [header, ...others] = records;
  const names = header?.cells ?? [];
  const columns = names.map((name) => COLUMNS_BY_NAME.get(foldColumnName(name)));
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw new AppError(
      "unprocessable",
      `The first line must name the columns. Missing: ${missing.join(", ")}. Known columns: ${COLUMNS.join(", ")}.`,
    );
  }
  const rows = others.map(({ cells, line }) => {
    const row: Row = {};
    for (const [index, cell] of cells.entries()) {
      const column = columns[index];
      // If two columns have the same meaning, the first that isn't empty counts.
      if (column && !row[column]) row[column] = unescapeFormula(cell.trim());
    }
    return { line, row };
  });
  const unknownColumns = names.filter((_, index) => !columns[index]);
  return { rows, broken, unknownColumns };
}
