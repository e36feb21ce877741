import { makeCitedPaper } from "@tests/made-up-papers";
import { expect, test } from "vitest";
import { buildCitationKeys } from "./key";

const createKey = (facts: Parameters<typeof makeCitedPaper>[0]) =>
  buildCitationKeys([makeCitedPaper(facts)])[0];

test.each([
  [["Ashish Vaswani"], "Attention Is All You Need", "vaswani2026attention"],
  [["Jan van der Berg"], "On the Origin of Tokens", "vanderberg2026origin"],
  [["Søren Ångström-Œuf"], "Über-Models: a study", "angstromoeuf2026uber"],
  [["Łukasz Kaiser"], "$\\alpha$-GAN for All", "kaiser2026gan"],
  [["李明"], "学习", "anonymous2026"],
  [[], "The And Of", "anonymous2026"],
])("for %s and %s is ASCII and readable", (authors, title, key) => {
  expect(createKey({ authors, title })).toBe(key);
});

test("papers that would share a key have their ids in it, in any order", () => {
  const one = makeCitedPaper({ id: "2603.00001" });
  const two = makeCitedPaper({ id: "astro-ph/0601001" });
  const other = makeCitedPaper({ id: "2603.00003", title: "Something else" });
  const keys = ["author2026made-2603.00001", "author2026made-astro-ph-0601001"];
  expect(buildCitationKeys([one, two, other])).toEqual([...keys, "author2026something"]);
  expect(buildCitationKeys([two, one])).toEqual(keys.toReversed());
});
