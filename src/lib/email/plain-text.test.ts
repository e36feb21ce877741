import { expect, test } from "vitest";
import { formatEmailLine, isolateRightToLeft, wrapWords } from "./plain-text";

test("a text becomes one line, without characters that change the direction of the text around it", () => {
  expect(formatEmailLine(" Two\r\nlines\u0001 \u202eand \u2066more\u0085", 100)).toBe(
    "Two lines and more",
  );
  expect(formatEmailLine("x".repeat(20), 10)).toBe(`${"x".repeat(9)}…`);
});

test("right-to-left text is isolated, other text is unchanged", () => {
  expect(isolateRightToLeft("עברית (90%)")).toBe("\u2068עברית (90%)\u2069");
  expect(isolateRightToLeft("مرحبا")).toBe("\u2068مرحبا\u2069");
  expect(isolateRightToLeft("Grüße, 漢字 🧪")).toBe("Grüße, 漢字 🧪");
});

test("lines contain as many words as fit, and no word is lost", () => {
  expect(wrapWords("one two three four", 8)).toEqual(["one two", "three", "four"]);
  expect(wrapWords("a verylongword b", 5)).toEqual(["a", "verylongword", "b"]);
  expect(wrapWords("", 5)).toEqual([""]);
});
