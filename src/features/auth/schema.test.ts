import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { parseEmail } from "./schema";

test.each([
  ["ada@example.org", "ada@example.org"],
  ["  Ada@Example.ORG \n", "ada@example.org"],
  ["ada+papers@mail.example.org", "ada+papers@mail.example.org"],
])("%j is kept as %s", (text, kept) => {
  expect(parseEmail(text)).toBe(kept);
});

test.each([
  [undefined],
  [""],
  ["ada"],
  ["ada@"],
  ["@example.org"],
  ["ada@example.org, eve@example.org"],
  ["ada@example.org\r\nBcc: eve@example.org"],
  ["Ada <ada@example.org>"],
  ["ada@exam ple.org"],
  ["ada@example.org\u0000"],
  [`${"a".repeat(250)}@example.org`],
])("%j is refused with a sentence that says how to write one", (text) => {
  expect(() => parseEmail(text)).toThrow(AppError);
  expect(() => parseEmail(text)).toThrow("ada@example.org");
});
