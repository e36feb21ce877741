import { expect, test } from "vitest";
import { findArchive, findArchiveName, formatCategory } from "./categories";

test.each([
  ["cs.CL", "Computation and Language (cs.CL)"],
  ["math.IT", "Information Theory (math.IT)"],
  ["hep-th", "High Energy Physics – Theory (hep-th)"],
  ["astro-ph", "Astrophysics (astro-ph)"],
  ["cs.XX", "cs.XX"],
  ["our own", "our own"],
  ["constructor", "constructor"],
  ["__proto__", "__proto__"],
])("%s is called %s", (category, title) => {
  expect(formatCategory(category)).toBe(title);
});

test("an archive of several categories is found, one that is a category itself is not", () => {
  expect(findArchiveName("q-bio")).toBe("Quantitative Biology");
  expect(findArchiveName("hep-th")).toBeNull();
  expect(findArchiveName("constructor")).toBeNull();
  expect(findArchive("cond-mat.mes-hall")).toBe("cond-mat");
  expect(findArchive("quant-ph")).toBeNull();
});
