import fc from "fast-check";
import { expect, test } from "vitest";
import { choosePapers } from "./choose";

const candidates = fc.uniqueArray(
  fc.record({ id: fc.nat(60).map((id) => `p${id}`), isNew: fc.boolean() }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const idSet = fc.array(fc.nat(60).map((id) => `p${id}`)).map((ids) => new Set(ids));
const choice = fc.record({
  sent: idSet,
  unsent: idSet,
  size: fc.integer({ min: 1, max: 25 }),
});

type Example = {
  papers: { id: string; isNew: boolean }[];
  sent: Set<string>;
  unsent: Set<string>;
  size: number;
  /** The ids of the chosen papers */
  ids: string[];
};

const examples = fc.tuple(candidates, choice).map(
  ([papers, given]): Example => ({
    papers,
    ...given,
    ids: choosePapers(papers, given).map(({ id }) => id),
  }),
);

const testPromise = (name: string, check: (example: Example) => void) =>
  test(name, () => fc.assert(fc.property(examples, check), { numRuns: 2000 }));

testPromise("never chooses more papers than asked for", ({ ids, size }) => {
  expect(ids.length).toBeLessThanOrEqual(size);
});

testPromise("chooses only candidates, each once, and none that was sent before", (example) => {
  const known = new Set(example.papers.map(({ id }) => id));
  expect(new Set(example.ids).size).toBe(example.ids.length);
  for (const id of example.ids) {
    expect(known.has(id)).toBe(true);
    expect(example.sent.has(id)).toBe(false);
  }
});

testPromise("keeps the candidates' order", ({ papers, ids }) => {
  expect(papers.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
});

testPromise("chooses an old paper only from the first ranks or from an unsent email", (example) => {
  const { papers, ids, size, unsent } = example;
  const lowRanked = papers.slice(size).filter(({ id, isNew }) => !isNew && !unsent.has(id));
  for (const { id } of lowRanked) expect(ids).not.toContain(id);
});

testPromise("leaves out a new or unsent paper only if better ones fill the email", (example) => {
  const ranks = new Map(example.papers.map(({ id }, rank) => [id, rank]));
  const lowestRank = Math.max(-1, ...example.ids.map((id) => ranks.get(id) ?? -1));
  const wanted = example.papers.filter(
    ({ id, isNew }) => (isNew || example.unsent.has(id)) && !example.sent.has(id),
  );
  for (const { id } of wanted.filter((paper) => !example.ids.includes(paper.id))) {
    expect(example.ids.length).toBe(example.size);
    expect(ranks.get(id)).toBeGreaterThan(lowestRank);
  }
});

test("an old paper that trends now keeps its rank beside new ones; a sent one is left out", () => {
  const papers = ["trending", "sent", "new", "sunk"].map((id) => ({ id, isNew: id === "new" }));
  const given = { sent: new Set(["sent"]), size: 3 };
  expect(choosePapers(papers, given).map(({ id }) => id)).toEqual(["trending", "new"]);
});
