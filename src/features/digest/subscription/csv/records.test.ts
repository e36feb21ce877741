import { assertLinearTime } from "@tests/growth";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsvRecords } from "./records";
import { parseTable } from "./table";

const read = (text: string) => parseCsvRecords(text, ",").records.map(({ cells }) => cells);
const readLines = (text: string) => parseCsvRecords(text, ",").records.map(({ line }) => line);

describe("records are read as spreadsheets and people write them", () => {
  test.each([
    [
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["\ufeffa,b\r\nc\r\n", [["a", "b"], ["c"]]],
    ["a\rb\r", [["a"], ["b"]]],
    ["\n\n \r\n,,\na\n\n", [["a"]]],
    ['"a,""b""\nc",d', [['a,"b"\nc', "d"]]],
    ['a "quoted" word,b', [['a "quoted" word', "b"]]],
    ['"a"b,c', [['"a"b', "c"]]],
    ['"","",x', [["", "", "x"]]],
    ["a,", [["a", ""]]],
    ["", []],
  ])("%j", (text, records) => {
    expect(read(text)).toEqual(records);
  });

  test("with the line on which each begins", () => {
    expect(readLines('a\n\n"b\nc"\r\nd\r\r\ne')).toEqual([1, 3, 5, 7]);
  });

  test("a mark that is never closed breaks its own line only", () => {
    const { records, broken } = parseCsvRecords('a\n"b,c\nd\n"e\nf', ",");
    // The second mark closes the first one, and what follows it is no end of a cell.
    expect(records.map(({ cells }) => cells)).toEqual([["a"], ['"b,c\nd\n"e'], ["f"]]);
    expect(broken).toEqual([]);
    const single = parseCsvRecords('a\n"b,c\nd', ",");
    expect(single.records.map(({ line }) => line)).toEqual([1, 3]);
    expect(single.broken).toEqual([{ line: 2, reason: "A quotation mark isn't closed." }]);
  });
});

test("another parser reads the same from any table", () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('a"b', "a\nb", "a\r\nb", "a,b", "", " "));
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = stringify(rows, { record_delimiter: "windows", quoted_match: /[\r\n]/ });
      const expected: string[][] = parse(text, { relax_column_count: true });
      const isBlank = (cells: string[]) => cells.every((one) => one.trim() === "");
      expect(read(text)).toEqual(expected.filter((cells) => !isBlank(cells)));
    }),
    { numRuns: 2_000 },
  );
});

test("takes linear time for any text", () => {
  const header = "email,consented_at,consent_source\n";
  const parts = ["\n", "\r\n", "\r", ",", '"', '""', "x", " ", "\t", ";", '\n"x', '"a"b', "'="];
  assertLinearTime((text) => parseTable(header + text, []), parts);
  assertLinearTime((text) => parseTable(text, []), parts);
}, 60_000);

test("reads 5 MB of blank or short lines at once", () => {
  const header = "email,consented_at,consent_source\n";
  for (const line of ["\n", "\r\n", " \n", ",\n", "x\n", '"\n']) {
    const text = header + line.repeat((5 * 1024 * 1024) / line.length);
    const start = process.cpuUsage();
    parseTable(text, []);
    const { user } = process.cpuUsage(start);
    expect(user / 1_000_000).toBeLessThan(6);
  }
}, 60_000);
