import { assertLinearTime } from "@tests/growth";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { parseEntries } from "./schema";

function findProblem(text: string): { code: string; message: string } {
  try {
    parseEntries(text);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it was taken");
}

const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

test.each([DEEP, `[${DEEP}]`, "[1, null]", '["a"]'])(
  "an array without any entry is rejected as a whole",
  (text) => {
    expect(findProblem(text).code).toBe("unprocessable");
  },
);

test("an array with one entry is accepted, even if its other items are no entries", () => {
  expect(parseEntries("[]")).toEqual([]);
  expect(parseEntries(' [null, 7, {"paper": {}}]\n')).toEqual([null, 7, { paper: {} }]);
  expect(parseEntries(`[${DEEP}, {}]`)).toHaveLength(2);
});

test.each(["", "{", "[1,]", "undefined", "\ufeff", "<html>", '["a\u0000"]'])(
  "%j is not JSON",
  (text) => {
    expect(findProblem(text)).toMatchObject({ code: "bad_request" });
  },
);

test.each([
  ["{}", "an object"],
  ['{"papers":[]}', "an object"],
  ["null", "a null"],
  ["7", "a number"],
  ['"[]"', "a string"],
  ["true", "a boolean"],
])("%s is not an array of entries, and the error names what it is", (text, kind) => {
  const problem = findProblem(text);
  expect(problem.code).toBe("unprocessable");
  expect(problem.message).toContain(kind);
});

const MEBIBYTE = 1024 * 1024;

test.each(["[", '{"a":', "[],", "{},", "[[[[]]]],", '{"a":0},', "0,", '"",', '"\\"'])(
  "32 MiB of %s is parsed or rejected within seconds",
  (part) => {
    const text = `[${part.repeat(Math.floor((32 * MEBIBYTE) / part.length) - 1)}`;
    const start = process.cpuUsage();
    expect(findProblem(text).code).toMatch(/^(?:bad_request|unprocessable)$/);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000_000).toBeLessThan(3);
  },
  30_000,
);

test("takes linear time for any text", () => {
  const parts = ["[", "]", "{", "}", ",", ":", '"', "\\", "0", '{"a":0},', "[],", " ", '"a"', "e9"];
  assertLinearTime(parseEntries, parts, { length: 400_000 });
}, 60_000);
