import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePaperId } from "./schema";

test.each([
  ["2602.12670", "2602.12670"],
  ["0704.0001", "0704.0001"],
  ["2602.12670v2", "2602.12670"],
  ["2602.12670v13", "2602.12670"],
  ["astro-ph/0601001", "astro-ph/0601001"],
  ["astro-ph/0601001v3", "astro-ph/0601001"],
  ["math.GT/0309136", "math.GT/0309136"],
])("the id in %s is %s", (text, id) => {
  expect(parsePaperId(text)).toBe(id);
});

test.each([
  "",
  "v2",
  "2602",
  "2602.123",
  "2602.1234567",
  "2602.12670v",
  "2602.12670v1v2",
  "2602.12670\n",
  " 2602.12670",
  "2602.12670/../x",
  "../etc/passwd",
  "astro-ph/060100",
  "astro-ph/06010011",
  "astro-ph//0601001",
  "Astro-ph/0601001",
  "math.gt/0309136",
  "/0601001",
  "https://arxiv.org/abs/2602.12670",
  "٢٦٠٢.١٢٦٧٠",
  "constructor",
])("%j is not a paper's id", (text) => {
  expect(parsePaperId(text)).toBeNull();
});

test("an id is parsed to itself and is safe in a URL and a file name", () => {
  const parts = fc.constantFrom(
    "2602",
    ".",
    "12670",
    "v2",
    "/",
    "astro-ph",
    "0601001",
    "..",
    "%",
    "?",
    "acl:",
    "long-12",
    ".md",
  );
  const texts = fc.oneof(
    fc.array(parts, { maxLength: 5 }).map((some) => some.join("")),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const id = parsePaperId(text);
      if (id === null) return;
      expect(parsePaperId(id)).toBe(id);
      expect(text.startsWith(id)).toBe(true);
      expect(id).toMatch(/^[A-Za-z0-9.-]+(\/[0-9]+|:[A-Za-z0-9._-]+)?$/);
      expect(id).not.toContain("..");
    }),
    { numRuns: 10_000 },
  );
});

test("an id that ends in .md is not valid, in upper or lower case", () => {
  for (const id of ["acl:a.md", "acl:a.MD", "acl:a.Md"]) expect(parsePaperId(id)).toBeNull();
  expect(parsePaperId("acl:a.mdx")).toBe("acl:a.mdx");
});
