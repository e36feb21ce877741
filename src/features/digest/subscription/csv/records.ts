/** A line of a table that can't be read as a row. */
export type BrokenLine = { line: number; reason: string };

export type CsvRecords = { records: { cells: string[]; line: number }[]; broken: BrokenLine[] };

const LINE_BREAK = /\r\n|\n|\r/g;

/** Returns the position of the next match at or after one; the end of the text if there is none. */
function findNext(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Returns the position after the line break that begins at one. */
const skipLineBreak = (text: string, at: number): number =>
  at + (text.startsWith("\r\n", at) ? 2 : 1);

/** Counts the line breaks in a quoted cell. */
const countLineBreaks = (text: string): number => text.match(LINE_BREAK)?.length ?? 0;

/** Reads records one cell after the other. Looks at each character a fixed number of times. */
class RecordReader {
  readonly records: CsvRecords["records"] = [];
  readonly broken: BrokenLine[] = [];
  private readonly text: string;
  private readonly delimiter: string;
  private readonly cellEnd: RegExp;
  private at = 0;
  private line = 1;
  /** Off after a quotation mark that is never closed: no later cell can go on in the next line then */
  private cellsMayHaveLineBreaks = true;

  constructor(text: string, delimiter: string) {
    this.text = text;
    this.delimiter = delimiter;
    this.cellEnd = new RegExp(`${delimiter}|[\r\n]`, "g");
    while (this.at < text.length) this.readRecord();
  }

  private readRecord(): void {
    const { line } = this;
    const cells: string[] = [];
    for (;;) {
      const cell = this.readCell();
      if (cell === undefined) {
        this.broken.push({ line, reason: "A quotation mark isn't closed." });
        this.at = findNext(/[\r\n]/g, this.text, this.at);
        break;
      }
      cells.push(cell);
      if (this.text[this.at] !== this.delimiter) {
        if (cells.some((one) => one.trim() !== "")) this.records.push({ cells, line });
        break;
      }
      this.at += 1;
    }
    if (this.at < this.text.length) this.at = skipLineBreak(this.text, this.at);
    this.line += 1;
  }

  /** Reads up to the next delimiter or line break; undefined if a quotation mark is never closed. */
  private readCell(): string | undefined {
    const start = this.at;
    if (this.text[start] !== '"') {
      this.at = findNext(this.cellEnd, this.text, start);
      return this.text.slice(start, this.at);
    }
    const quoted = this.findQuoted(start + 1);
    if (!quoted) return undefined;
    this.at = findNext(this.cellEnd, this.text, quoted.end + 1);
    const after = this.text.slice(quoted.end + 1, this.at);
    const content = this.text.slice(start + 1, quoted.end);
    this.line += countLineBreaks(content);
    // A cell that goes on after its closing mark wasn't meant to be quoted.
    if (after.trim() !== "") return this.text.slice(start, this.at);
    return content.replaceAll('""', '"');
  }

  /** Finds the mark that closes a quoted cell. Two marks in a row are one mark of its content. */
  private findQuoted(start: number): { end: number } | undefined {
    const limit = this.cellsMayHaveLineBreaks
      ? this.text.length
      : findNext(/[\r\n]/g, this.text, start);
    let end = this.text.indexOf('"', start);
    while (end >= 0 && end < limit && this.text[end + 1] === '"') {
      end = this.text.indexOf('"', end + 2);
    }
    if (end >= 0 && end < limit) return { end };
    this.cellsMayHaveLineBreaks = false;
    return undefined;
  }
}

/**
 * Splits a text into records as RFC 4180 describes them, and forgives what spreadsheets and people write:
 * any line break, blank lines, records of different lengths, quotation marks within a cell. A mark that
 * is never closed would swallow everything after it, so only its line counts as broken.
 *
 * csv-parse, which reads the same, builds an error for each record of another length than the first: a
 * megabyte of blank lines took half a minute.
 */
export function parseCsvRecords(text: string, delimiter: string): CsvRecords {
  const { records, broken } = new RecordReader(text.replace(/^\uFEFF/, ""), delimiter);
  return { records, broken };
}
