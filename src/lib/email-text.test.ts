import { expect, test } from "vitest";
import { formatEmailLine, isolateRightToLeft, wrapWords } from "./email-text";

test("a text becomes one line without what turns its surroundings", () => {
  expect(formatEmailLine(" Two\r\nlines\u0001 \u202eand \u2066more\u0085", 100)).toBe(
    "Two lines and more",
  );
  expect(formatEmailLine("x".repeat(20), 10)).toBe(`${"x".repeat(9)}…`);
});

test("words from right to left are held together, others are as they were", () => {
  expect(isolateRightToLeft("עברית (90%)")).toBe("\u2068עברית (90%)\u2069");
  expect(isolateRightToLeft("مرحبا")).toBe("\u2068مرحبا\u2069");
  expect(isolateRightToLeft("Grüße, 漢字 🧪")).toBe("Grüße, 漢字 🧪");
});

test("lines hold as many words as there is room for, and all of them", () => {
  expect(wrapWords("one two three four", 8)).toEqual(["one two", "three", "four"]);
  expect(wrapWords("a verylongword b", 5)).toEqual(["a", "verylongword", "b"]);
  expect(wrapWords("", 5)).toEqual([""]);
});
