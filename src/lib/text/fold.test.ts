import { expect, test } from "vitest";
import { foldText, foldWidths, isAscii } from "./fold";

test.each([
  ["Attention", "attention", "attention"],
  ["Müller", "muller", "muller"],
  ["Zu\u0308rich", "zurich", "zurich"],
  ["İstanbul", "istanbul", "istanbul"],
  ["Łódź", "łodz", "łodz"],
  ["Ｇｒａｖｉｔｙ", "ｇｒａｖｉｔｙ", "gravity"],
  ["ガ", "カ", "ガ"],
  ["हिन्दी", "हनद", "हिन्दी"],
])("%s is folded by diacritics and by widths", (text, withoutMarks, withoutWidths) => {
  expect(foldText(text)).toBe(withoutMarks);
  expect(foldWidths(text)).toBe(withoutWidths);
});

test("only text without any other character is ASCII", () => {
  expect(isAscii("a-z, 0\n")).toBe(true);
  expect(isAscii("é")).toBe(false);
});
