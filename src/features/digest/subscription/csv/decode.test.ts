import { assertLinearTime } from "@tests/growth";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { decodeTable } from "./decode";

const TABLE = "email;consented_at;consent_source\nada@example.org;2026-01-02;Zürich – “fair” €5\n";
const encodeUtf16 = (text: string) => Buffer.from(text, "utf16le");
const WINDOWS_BYTES = Buffer.concat([
  Buffer.from("email;consented_at;consent_source\nada@example.org;2026-01-02;Z"),
  Buffer.from([0xfc]),
  Buffer.from("rich "),
  Buffer.from([0x96, 0x20, 0x93]),
  Buffer.from("fair"),
  Buffer.from([0x94, 0x20, 0x80]),
  Buffer.from("5\n"),
]);

describe("a table is decoded from what spreadsheets save", () => {
  test.each([
    ["UTF-8", Buffer.from(TABLE)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${TABLE}`)],
    ["UTF-16 with a mark", encodeUtf16(`\ufeff${TABLE}`)],
    ["UTF-16 without a mark", encodeUtf16(TABLE)],
    ["big-endian UTF-16 with a mark", encodeUtf16(`\ufeff${TABLE}`).swap16()],
    ["big-endian UTF-16 without a mark", encodeUtf16(TABLE).swap16()],
    ["Windows-1252", WINDOWS_BYTES],
  ])("%s", (_, bytes) => {
    expect(decodeTable(bytes).replace(/^\ufeff/, "")).toBe(TABLE);
  });

  test("of bytes anywhere in a buffer", () => {
    const bytes = Buffer.concat([Buffer.from("x"), encodeUtf16(TABLE)]).subarray(1);
    expect(decodeTable(bytes)).toBe(TABLE);
  });
});

test.each([
  ["a workbook", Buffer.from("PK\u0003\u0004…"), /workbook/],
  [
    "UTF-16 that is cut short",
    encodeUtf16(`\ufeff${TABLE}`).subarray(0, -1),
    /UTF-16, but damaged/,
  ],
  ["half a character", encodeUtf16("\ufeffa\ud800b"), /UTF-16, but damaged/],
  [
    "a file that mixes encodings",
    Buffer.concat([Buffer.from("a\nü\n"), Buffer.from([0xfc])]),
    /line 3/,
  ],
  ["a byte that Windows-1252 lacks", Buffer.from([0x61, 0x81]), /neither in UTF-8/],
  ["a zero byte", Buffer.from(`${"x".repeat(100)}\u0000`), /zero bytes/],
])("%s is rejected with what to do", (_, bytes, sentence) => {
  expect(() => decodeTable(bytes)).toThrow(sentence);
  expect(() => decodeTable(bytes)).toThrow(/Save it as “CSV UTF-8” and try again\.$/);
});

test("any bytes are decoded or rejected with a sentence", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(typeof decodeTable(bytes)).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("takes linear time for any bytes", () => {
  const parts = ["a", "\n", "\u00fc", "\u0080", "\u00c3\u00bc", "\u0000", "\u00ff\u00fe", "\u0081"];
  assertLinearTime((text) => decodeTable(Buffer.from(text, "latin1")), parts, { length: 400_000 });
}, 60_000);
