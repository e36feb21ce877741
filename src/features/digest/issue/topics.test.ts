import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Topics } from "@/features/digest/schema";
import { foldWords } from "./fold-words";
import { TopicIndex } from "./topic-index";
import { findMatchReasons, type PaperText, preparePaper, prepareTopics } from "./topics";

const makeText = (more: Partial<PaperText> = {}): PaperText => ({
  id: "2603.00001",
  title: "Latent Diffusion for Naïve Models",
  summary: "We study k-means and GPT-4 in C++. 我们研究扩散模型。",
  keywords: ["Image Synthesis"],
  categories: ["cs.CL", "math-ph"],
  authors: ["Ada Lovelace", "José Núñez"],
  organizations: ["eth", "ETH Zürich"],
  ...more,
});

const findReasons = (topics: Topics, paper: PaperText = makeText()) =>
  findMatchReasons(prepareTopics(topics), preparePaper(paper));

test.each<[Topics, string[] | null]>([
  [{}, []],
  // Categories: a whole one or an archive, in any case; not the beginning of a name
  [{ categories: ["cs.CL"] }, ["cs.CL"]],
  [{ categories: ["CS.cl"] }, ["cs.CL"]],
  [{ categories: ["cs"] }, ["cs.CL"]],
  [{ categories: ["c"] }, null],
  [{ categories: ["math"] }, null],
  [{ categories: ["cs.LG"] }, null],
  // Keywords match whole words and phrases
  [{ keywords: ["diffusion"] }, ["“diffusion”"]],
  [{ keywords: ["LATENT diffusion"] }, ["“LATENT diffusion”"]],
  [{ keywords: ["fusion"] }, null],
  [{ keywords: ["diffusion latent"] }, null],
  [{ keywords: ["naive"] }, ["“naive”"]],
  [{ keywords: ["ｎａïｖｅ"] }, ["“ｎａïｖｅ”"]],
  [{ keywords: ["k means"] }, ["“k means”"]],
  [{ keywords: ["gpt-4"] }, ["“gpt-4”"]],
  [{ keywords: ["c++"] }, ["“c++”"]],
  [{ keywords: ["c"] }, null],
  [{ keywords: ["image synthesis"] }, ["“image synthesis”"]],
  // A phrase does not reach from one text into the next
  [{ keywords: ["models image"] }, null],
  // Chinese has no spaces between words
  [{ keywords: ["扩散模型"] }, ["“扩散模型”"]],
  [{ keywords: ["模型扩散"] }, null],
  // A term without a word matches nothing, not everything
  [{ keywords: ["∇", "…"] }, null],
  // Authors and organizations match whole names
  [{ authors: ["ada lovelace"] }, ["ada lovelace"]],
  [{ authors: ["Jose Nunez"] }, ["Jose Nunez"]],
  [{ authors: ["Lovelace"] }, null],
  [{ organizations: ["ETH Zurich"] }, ["ETH Zurich"]],
  [{ organizations: ["ETH"] }, ["ETH"]],
  [{ organizations: ["Zürich"] }, null],
  // Exclusion wins
  [{ excluded: ["diffusion"] }, null],
  [{ excluded: ["survey"] }, []],
  [{ categories: ["cs.CL"], excluded: ["synthesis"] }, null],
  // Lists every reason once
  [
    { categories: ["cs", "cs.CL"], keywords: ["diffusion"], authors: ["Ada Lovelace"] },
    ["cs.CL", "“diffusion”", "Ada Lovelace"],
  ],
])("topics %j give the reasons %j", (topics, expected) => {
  expect(findReasons(topics)).toEqual(expected);
});

test.each([
  ["데이터를", "데이터"],
  ["がくしゅう", "がく"],
  ["ﬁne-tuning", "fine tuning"],
  ["ΔΙΑΧΥΣΗ", "διαχυση"],
  ["हिन्दी भाषा", "हिन्दी"],
])("the words of %s contain those of %s", (text, part) => {
  expect(foldWords(text)).toContain(foldWords(part).trimEnd());
});

test("any text can be folded, and folding twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(foldWords(foldWords(text))).toBe(foldWords(text));
      expect(foldWords(text)).toMatch(/^$|^ .* $/s);
    }),
  );
});

describe("the topic index", () => {
  const word = fc.constantFrom("latent", "diffusion", "k", "means", "扩散", "c++", "naïve", "");
  const words = fc.array(word, { maxLength: 4 }).map((list) => list.join(" "));
  const category = fc.constantFrom("cs.CL", "cs.LG", "math-ph", "cs", "math.CO");
  const name = fc.constantFrom("Ada Lovelace", "José Núñez", "ETH", "");
  const texts = fc.array(
    fc.record({
      id: fc.string(),
      title: words,
      summary: words,
      keywords: fc.array(words),
      categories: fc.array(category),
      authors: fc.array(name),
      organizations: fc.array(name),
    }),
  );
  const list = (of: fc.Arbitrary<string>) =>
    fc.option(fc.array(of, { maxLength: 3 }), { nil: undefined });
  const topics = fc.record({
    categories: list(category),
    keywords: list(words),
    authors: list(name),
    organizations: list(name),
    excluded: list(word),
  });

  test("finds exactly the papers that match when compared one by one", () => {
    fc.assert(
      fc.property(texts, topics, (papers, wanted) => {
        const prepared = papers.map(preparePaper);
        const index = new TopicIndex();
        for (const paper of prepared) index.add(paper);
        const preparedTopics = prepareTopics(wanted);
        const expected = [...prepared.keys()].filter(
          (position) =>
            findMatchReasons(preparedTopics, preparePaper(papers[position] ?? makeText())) !== null,
        );
        expect(index.listMatches(preparedTopics).toSorted((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
