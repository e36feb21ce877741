import { ingestEntries, makeEntry } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { searchPapers } from "./queries";

const search = (text: string) => searchPapers(text, { page: 0, size: 20 });
const listIds = async (text: string) => (await search(text)).papers.map(({ id }) => id);
const numbered = (index: number) => `2603.${10_000 + index}`;

test("a hit in the title ranks above one in the authors, and that above the rest", async () => {
  await ingestEntries([
    makeEntry({ id: "2603.00001", paper: { summary: "All about gravity." } }),
    makeEntry({ id: "2603.00002", title: "On Gravity" }),
    makeEntry({
      id: "2603.00003",
      paper: { authors: [{ _id: "a", name: "Ann Gravity", hidden: false }] },
    }),
  ]);
  expect(await listIds("gravity")).toEqual(["2603.00002", "2603.00003", "2603.00001"]);
});

test("a paper must contain all words; of the last one the beginning is enough", async () => {
  await ingestEntries([
    makeEntry({ id: "2603.00001", title: "Sparse attention for transformers" }),
    makeEntry({ id: "2603.00002", title: "Dense attention" }),
  ]);
  expect(await listIds("attention spar")).toEqual(["2603.00001"]);
  expect(await listIds("spar attention")).toEqual([]);
  expect(await listIds("transf")).toEqual(["2603.00001"]);
  expect((await listIds("atten")).toSorted()).toEqual(["2603.00001", "2603.00002"]);
});

test("pages contain each hit once, in one order", async () => {
  const entries = Array.from({ length: 57 }, (_, index) =>
    makeEntry({
      id: numbered(index),
      title: "Gravity",
      upvotes: index % 3,
      publishedAt: "2026-03-01T09:00:00.000Z",
    }),
  );
  await ingestEntries(entries);
  for (const sort of ["", " sort:new", " sort:top", " sort:trending"]) {
    const ids: string[] = [];
    for (let page = 0; page < 6; page += 1) {
      const result = await searchPapers(`gravity${sort}`, { page, size: 10 });
      expect(result).toMatchObject({ pages: 6, total: 57, matches: { count: 57, more: false } });
      ids.push(...result.papers.map(({ id }) => id));
    }
    expect(ids.toSorted()).toEqual(entries.map(({ paper }) => paper.id));
  }
  const past = searchPapers("gravity", { page: 6, size: 10 });
  await expect(past).rejects.toMatchObject({ code: "not_found" });
});

describe("a misspelled word", () => {
  test("is corrected by the words of the index if it has no hits", async () => {
    await ingestEntries([
      makeEntry({ id: "2603.00001", title: "Transformer circuits" }),
      makeEntry({ id: "2603.00002", title: "Diffusion" }),
    ]);
    for (const typed of ["transfomer", "tranfsormer", "trnasformer circuts", "transformers"]) {
      const result = await search(typed);
      expect(result.papers.map(({ id }) => id)).toEqual(["2603.00001"]);
      expect(result.corrected).toMatch(/^transformer( circuits)?$/);
    }
    expect(await search('"transfomer"')).toMatchObject({ papers: [], corrected: null });
  });

  test("that some paper contains is searched, and the usual one suggested", async () => {
    await ingestEntries([
      makeEntry({ id: "2603.00001", title: "A transfomer" }),
      ...[2, 3, 4, 5].map((index) => makeEntry({ id: numbered(index), title: "Transformer" })),
    ]);
    expect(await search("transfomer")).toMatchObject({
      papers: [{ id: "2603.00001" }],
      corrected: null,
      suggestions: ["transformer"],
    });
  });
});

test("a paper's id and its addresses find it", async () => {
  await ingestEntries([makeEntry({ id: "2603.00001" }), makeEntry({ id: "astro-ph/0601001" })]);
  for (const typed of [
    "2603.00001",
    "2603.00001v3",
    "arXiv:2603.00001",
    "https://arxiv.org/abs/2603.00001",
    "https://arxiv.org/pdf/2603.00001v2.pdf",
    "arxiv.org/pdf/2603.00001?x=1",
    "https://huggingface.co/papers/2603.00001",
    "https://doi.org/10.48550/arXiv.2603.00001",
  ]) {
    expect((await search(typed)).paper, typed).toBe("2603.00001");
  }
  expect((await search("https://arxiv.org/abs/astro-ph/0601001v1")).paper).toBe("astro-ph/0601001");
  expect((await search("2603.00009")).paper).toBeNull();
  expect((await search("https://example.org/2603.00001")).paper).toBeNull();
});
