import { describe, expect, test } from "vitest";
import { parseExpression } from "./parse";
import { editDistance, editsOfOne, listSpellable, rankSuggestions, replaceTerms } from "./spelling";

describe("slips between two words", () => {
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

  test("of one are all that are made", () => {
    const made = editsOfOne("word");
    expect(made).toEqual(expect.arrayContaining(["wrd", "wrod", "words", "sword", "ward"]));
    expect(made.every((one) => editDistance("word", one, 1) === 1)).toBe(true);
    expect(editsOfOne("слво")).toContain("слово");
  });
});

test("the nearest word comes first, of those as near the commonest; far ones not at all", () => {
  const known = [
    { term: "transforming", doc: 900 },
    { term: "transformer", doc: 5 },
    { term: "transfomee", doc: 1 },
    { term: "gravity", doc: 9000 },
  ];
  expect(rankSuggestions("transfomer", known)).toEqual(["transformer", "transfomee"]);
});

test("only plain words are mended, each where it stands", () => {
  const query = 'atention "exct phrase" -nto author:ada atention';
  const terms = listSpellable(parseExpression(query));
  expect(terms.map(({ text }) => text)).toEqual(["atention", "atention"]);
  const changes = terms.map((term, index) => ({ term, word: `attention${index}` }));
  expect(replaceTerms(query, changes)).toBe('attention0 "exct phrase" -nto author:ada attention1');
});
