import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { TOPIC_LISTS } from "@/features/digest/subscription/preferences";
import { AppError } from "@/lib/errors";

/** The table's columns, in the order of the export. Times are ISO 8601, lists are joined by ", ". */
export const COLUMNS = [
  ...(["email", "state", "rhythm", "weekday", "hour", "time_zone", "size"] as const),
  ...TOPIC_LISTS.map(({ column }) => column),
  ...(["consented_at", "consent_source", "paused_until", "created_at"] as const),
  ...(["unsubscribed_at", "stopped_at", "stopped_by"] as const),
];
export type Column = (typeof COLUMNS)[number];
/** Cells by column; "" where there is nothing. */
export type Row = Partial<Record<Column, string>>;

/**
 * What a spreadsheet takes for a formula gets an apostrophe, and what has one before such a sign one
 * more, so that reading takes away just what writing put there.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const guard = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);
const unguard = (cell: string) =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

const toLines = (rows: string[][], bom = false) =>
  stringify(rows, { bom, record_delimiter: "windows" });

export const formatCsvHeader = (): string => toLines([COLUMNS], true);

export const formatCsvRows = (rows: Row[]): string =>
  toLines(rows.map((row) => COLUMNS.map((column) => guard(row[column] ?? ""))));

/** `E-Mail`, `time zone`, `consentedAt` are columns too; other lists have their own names for ours. */
const fold = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, "");
const NAMES = new Map<string, Column>([
  ...COLUMNS.map((column): [string, Column] => [fold(column), column]),
  ...(["mail", "emailaddress", "mailaddress", "address"] as const).map((name): [string, Column] => [
    name,
    "email",
  ]),
  ["status", "state"],
  ["timezone", "time_zone"],
  ["consentdate", "consented_at"],
  ["confirmedat", "consented_at"],
  ["source", "consent_source"],
]);

export type Table = {
  rows: { line: number; row: Row }[];
  /** Lines that are no row of a table */
  broken: { line: number; reason: string }[];
  /** Columns of the head that mean nothing here, as they are written */
  unknown: string[];
};

/** Spreadsheets of half of Europe write semicolons. */
function delimiterOf(text: string): string {
  const head = text.split(/\r?\n/, 1)[0] ?? "";
  const times = (mark: string) => head.split(mark).length;
  return [",", ";", "\t"].toSorted((a, b) => times(b) - times(a))[0] ?? ",";
}

type Lines = { parsed: { record: string[]; line: number }[]; broken: Table["broken"] };

/**
 * A quotation mark that is never closed would swallow all that follows: its line is broken, and the
 * lines after it are read on their own (no other mark stands in them, or it would have closed it).
 */
function parseLines(text: string, delimiter: string): Lines {
  const broken: Table["broken"] = [];
  let isOpen = false;
  const parsed: Lines["parsed"] = [];
  parse(text, {
    ...{ bom: true, delimiter, relax_column_count: true, relax_quotes: true },
    ...{ skip_empty_lines: true, skip_records_with_error: true },
    on_record(record: string[], { lines }) {
      parsed.push({ record, line: lines });
      return null;
    },
    on_skip(error) {
      isOpen ||= error?.code === "CSV_QUOTE_NOT_CLOSED";
      const line = Number(error?.lines ?? 0);
      if (!isOpen) broken.push({ line, reason: "It is no row of a table." });
      return undefined;
    },
  });
  if (!isOpen) return { parsed, broken };
  const lines = text.split(/\r\n|\n|\r/);
  const before = parsed.at(-1)?.line ?? 0;
  const at = lines.findIndex((line, index) => index >= before && line.includes('"'));
  broken.push({ line: at + 1, reason: "A quotation mark is opened and not closed." });
  const rest = parseLines(lines.slice(at + 1).join("\n"), delimiter);
  const moved = rest.parsed.map(({ record, line }) => ({ record, line: line + at + 1 }));
  const later = rest.broken.map(({ line, reason }) => ({ line: line + at + 1, reason }));
  return { parsed: [...parsed, ...moved], broken: [...broken, ...later] };
}

/**
 * Takes a table apart: comma, semicolon or tab; the columns in any order and case.
 *
 * @throws AppError unprocessable where there is no head, or none with what every row must have
 */
export function parseTable(text: string, required: readonly Column[]): Table {
  const { parsed, broken } = parseLines(text, delimiterOf(text));
  const [head, ...others] = parsed;
  const columns = (head?.record ?? []).map((name) => NAMES.get(fold(name)));
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw new AppError(
      "unprocessable",
      `The first line must name the columns, and ${missing.join(", ")} is not among them. Known are ${COLUMNS.join(", ")}.`,
    );
  }
  const rows = others.map(({ record, line }) => {
    const row: Row = {};
    for (const [at, cell] of record.entries()) {
      const column = columns[at];
      // Of two columns that mean the same, the first that says something.
      if (column && !row[column]) row[column] = unguard(cell.trim());
    }
    return { line, row };
  });
  const unknown = (head?.record ?? []).filter((_, at) => !columns[at]);
  return { rows, broken, unknown };
}
