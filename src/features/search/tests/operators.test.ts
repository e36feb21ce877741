import { ingestEntries, makeEntry } from "@tests/factories";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { searchPapers } from "@/features/search/queries";

const search = (text: string) => searchPapers(text, { page: 0, size: 20 });
const listIds = async (text: string) => (await search(text)).papers.map(({ id }) => id.slice(-1));

const author = (name: string) => ({ _id: "a".repeat(24), name, hidden: false });

describe("operators", () => {
  beforeEach(async () => {
    await ingestEntries([
      makeEntry({
        id: "2603.00001",
        title: "Sparse attention",
        publishedAt: "2024-12-31T23:59:59.000Z",
        upvotes: 1,
        paper: {
          authors: [author("Ada Lovelace"), author("Geoffrey Hinton")],
          githubRepo: "https://github.com/a/b",
          githubStars: 3,
        },
      }),
      makeEntry({
        id: "2603.00002",
        title: "Dense attention in Zürich",
        publishedAt: "2025-01-01T00:00:00.000Z",
        upvotes: 9,
        paper: {
          authors: [author("Ada Hinton"), author("Geoffrey Lovelace")],
          organization: { _id: "o1", name: "nvidia", fullname: "NVIDIA Research" },
        },
        entry: { submittedBy: { _id: "5".repeat(24), name: "uma", fullname: "Uma", type: "user" } },
      }),
      makeEntry({
        id: "2603.00003",
        title: "On 深度学习 and 基于Transformer的图像",
        publishedAt: "2026-02-10T00:00:00.000Z",
        upvotes: 4,
        paper: { summary: "It speaks of sparse things and of NVIDIA.", ai_keywords: ["red fox"] },
      }),
    ]);
    const categories = {
      "2603.00001": ["cs.CL", "stat.ML"],
      "2603.00002": ["math.OC"],
      "2603.00003": ["cs.CV"],
    };
    for (const [id, list] of Object.entries(categories)) {
      await db().paper.update({ where: { id }, data: { categories: JSON.stringify(list) } });
    }
  });

  const CASES = [
    ["attention -sparse", "2"],
    ["title:sparse", "1"],
    ["sparse sort:new", "31"],
    ['author:"Ada Lovelace"', "1"],
    ['author:"lovelace" author:hinton sort:new', "21"],
    ["author:lovelace,hinton", ""],
    ["org:nvidia", "2"],
    ['org:"nvidia research"', "2"],
    ["by:uma", "2"],
    ["by:sam sort:new", "31"],
    ["-by:sam", "2"],
    ["cat:cs.CL", "1"],
    ["cat:cs sort:new", "31"],
    ["cat:CS.cl", "1"],
    ["-cat:cs", "2"],
    ["cat:stat.ML -cat:math", "1"],
    ["cat:cs.C sort:new", "31"],
    ["has:code", "1"],
    ["-has:code", "32"],
    ["after:2025 sort:new", "32"],
    ["before:2025", "1"],
    ["after:2025-01 before:2025-02", "2"],
    ["after:2025-01-02", "3"],
    ["after:2024-12-31 before:2025-01-01", "1"],
    ["sort:top", "231"],
    ["sort:new", "321"],
    ["attention sort:top", "21"],
    ["-attention", "3"],
    ['"sparse attention"', "1"],
    ['"attention sparse"', ""],
    ['"red fox"', "3"],
    ["zurich", "2"],
    ["ZÜRICH", "2"],
    ["title:zürich", "2"],
    ["深度", "3"],
    ["深度学习", "3"],
    ["度学", "3"],
    ["学深", ""],
    ["习", "3"],
    ["深", "3"],
    ["图像", "3"],
    ["transformer sort:new", "3"],
    ["基于transformer", "3"],
    ["SPARSE AND attention", ""],
    ["cat:", ""],
    ["cat", ""],
    ["all", ""],
    ["\ue000all", ""],
    ["深度 学习", "3"],
    ['"深度学习 and"', "3"],
  ];

  test("find the papers they describe, and no others", async () => {
    const answers: string[][] = [];
    for (const [query = ""] of CASES) answers.push([query, (await listIds(query)).join("")]);
    expect(answers).toEqual(CASES);
  });

  test("facets count shared values and link to their hits alone", async () => {
    const { facets } = await search("sort:new");
    expect(facets.years.map(({ value, count }) => [value, count])).toEqual([
      ["2026", 1],
      ["2025", 1],
      ["2024", 1],
    ]);
    for (const facet of [...facets.years, ...facets.categories, ...facets.organizations]) {
      expect(await listIds(facet.query), facet.query).toHaveLength(facet.count);
    }
    expect(facets.organizations).toMatchObject([{ value: "nvidia", label: "NVIDIA Research" }]);
  });

  test("an invalid value is reported in a note", async () => {
    expect(await search("after:yesterday has:wings sort:best attention")).toMatchObject({
      total: 2,
      notes: [
        "after: must be a year, a month or a day, like 2026-02-19.",
        "has: must be code.",
        "sort: must be one of relevance, new, top, trending.",
      ],
    });
  });
});

test.each([
  ["10,000 characters", "attention ".repeat(1000)],
  ["one word of 10,000", "a".repeat(10_000)],
  ["NUL and lone surrogates", "\0atten\ud800tion\udc00"],
  ["quotes", '""" " "attention'],
  ["FTS5's own words", "NEAR(a b, 3) AND OR NOT ^a a* {title}: (a) - + :"],
  ["emoji", "🤗 attention 🚀"],
  ["only signs", "!!! ??? -- :: ** () \\ ' % _"],
  ["empty", ""],
  ["bare operators", "author: -title: cat: org:"],
])("no query breaks the search: %s", async (_, typed) => {
  await ingestEntries([makeEntry({ title: "Attention" })]);
  expect((await search(typed)).total).toBeLessThanOrEqual(1);
});
