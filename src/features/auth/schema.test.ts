import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { parseEmail } from "./schema";

test.each([
  ["ada@example.org", "ada@example.org"],
  ["  Ada@Example.ORG \n", "ada@example.org"],
  ["ada+papers@mail.example.org", "ada+papers@mail.example.org"],
  ["Info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
  ["r&d/lab!1#2=3@example.org", "r&d/lab!1#2=3@example.org"],
])("%j is stored as %s", (text, stored) => {
  expect(parseEmail(text)).toBe(stored);
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
])("%j is refused with an example of a valid address", (text) => {
  expect(() => parseEmail(text)).toThrow(AppError);
  expect(() => parseEmail(text)).toThrow("ada@example.org");
});
