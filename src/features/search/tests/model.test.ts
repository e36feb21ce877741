import { ingestEntries, makeEntry } from "@tests/factories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { searchPapers } from "@/features/search/queries";

const WORDS = ["sparse", "dense", "attention", "über", "gravity", "sparsest"];
const plain = (word: string) => word.replace("ü", "u");

type Paper = { title: string[]; summary: string[] };
type TypedTerm = { words: string[]; phrase: boolean; not: boolean; title: boolean };

const some = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 });
const anyTerms: fc.Arbitrary<TypedTerm[]> = fc.array(
  fc.record({
    words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }),
    phrase: fc.boolean(),
    not: fc.boolean(),
    title: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Formats terms as a query; a term without quotes is only its first word. */
const formatQuery = (terms: TypedTerm[]) =>
  terms
    .map(({ words, phrase, not, title }) => {
      const text = phrase ? `"${words.join(" ")}"` : (words[0] ?? "");
      return `${not ? "-" : ""}${title ? "title:" : ""}${text}`;
    })
    .join(" ");

/** Decides whether a paper matches, without an index. */
function matches(paper: Paper, terms: TypedTerm[]): boolean {
  return terms.every(({ words, phrase, not, title }, index) => {
    const searched = (phrase ? words : words.slice(0, 1)).map(plain);
    const isPrefix = index === terms.length - 1 && !phrase && !not;
    const fields = title ? [paper.title] : [paper.title, paper.summary];
    const isFound = fields.some((field) =>
      field.some((_, at) =>
        searched.every((word, offset) => {
          const fieldWord = plain(field[at + offset] ?? "");
          return isPrefix ? fieldWord.startsWith(word) : fieldWord === word;
        }),
      ),
    );
    return isFound !== not;
  });
}

test("a search finds exactly the papers that match, in every order", async () => {
  const corpus = fc.sample(fc.record({ title: some, summary: some }), { numRuns: 60, seed: 11 });
  const ids = corpus.map((_, index) => `2603.${10_000 + index}`);
  await ingestEntries(
    corpus.map(({ title, summary }, index) =>
      makeEntry({
        id: ids[index],
        title: title.join(" "),
        upvotes: index % 4,
        paper: { summary: summary.join(" "), authors: [] },
      }),
    ),
  );
  const sort = fc.constantFrom("", "sort:new ", "sort:top ", "sort:trending ");
  const property = fc.asyncProperty(anyTerms, sort, async (terms, order) => {
    const query = order + formatQuery(terms);
    const result = await searchPapers(query, { page: 0, size: 100 });
    const expected = ids.filter((_, index) => {
      const paper = corpus[index];
      return paper && matches(paper, terms);
    });
    if (!result.corrected) {
      expect(result.papers.map(({ id }) => id).toSorted(), query).toEqual(expected);
    }
  });
  await fc.assert(property, { numRuns: 300 });
}, 60_000);
