import { describe, expect, test } from "vitest";
import { parseExpression } from "./parse";
import { editDistance, editsOfOne, listSpellable, rankSuggestions, replaceTerms } from "./spelling";

describe("the edit distance of two words", () => {
  test.each([
    ["word", "word", 0],
    ["word", "wrod", 1],
    ["word", "wor", 1],
    ["word", "words", 1],
    ["word", "ward", 1],
    ["transfomers", "transformer", 2],
    ["word", "sword fish", 3],
  ])("%s, %s", (from, to, count) => {
    expect(editDistance(from, to, 2)).toBe(count);
    expect(editDistance(to, from, 2)).toBe(count);
  });

  test("is one for every generated edit", () => {
    const edits = editsOfOne("word");
    expect(edits).toEqual(expect.arrayContaining(["wrd", "wrod", "words", "sword", "ward"]));
    expect(edits.every((one) => editDistance("word", one, 1) === 1)).toBe(true);
    expect(editsOfOne("слво")).toContain("слово");
  });
});

test("fewest edits come first, then the most frequent word; distant words are left out", () => {
  const known = [
    { term: "transforming", doc: 900 },
    { term: "transformer", doc: 5 },
    { term: "transfomee", doc: 1 },
    { term: "gravity", doc: 9000 },
  ];
  expect(rankSuggestions("transfomer", known)).toEqual(["transformer", "transfomee"]);
});

test("only plain words are corrected, each in its place", () => {
  const query = 'atention "exct phrase" -nto author:ada atention';
  const terms = listSpellable(parseExpression(query));
  expect(terms.map(({ text }) => text)).toEqual(["atention", "atention"]);
  const changes = terms.map((term, index) => ({ term, word: `attention${index}` }));
  expect(replaceTerms(query, changes)).toBe('attention0 "exct phrase" -nto author:ada attention1');
});
