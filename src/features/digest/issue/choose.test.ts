import fc from "fast-check";
import { expect, test } from "vitest";
import { choosePapers } from "./choose";

const candidates = fc.uniqueArray(
  fc.record({ id: fc.nat(60).map((id) => `p${id}`), isNew: fc.boolean() }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const some = fc.array(fc.nat(60).map((id) => `p${id}`)).map((ids) => new Set(ids));
const wish = fc.record({
  ...{ mailed: some, missed: some },
  size: fc.integer({ min: 1, max: 25 }),
});

const chosen = fc.tuple(candidates, wish).map(([papers, given]) => ({
  ...{ papers, ...given },
  ids: choosePapers(papers, given).map(({ id }) => id),
}));

const promise = (name: string, holds: (of: Parameters<typeof check>[0]) => void) =>
  test(name, () => fc.assert(fc.property(chosen, holds), { numRuns: 2000 }));
const check = (of: {
  papers: { id: string; isNew: boolean }[];
  mailed: Set<string>;
  missed: Set<string>;
  size: number;
  ids: string[];
}) => of;

promise("never more papers than asked for", ({ ids, size }) => {
  expect(ids.length).toBeLessThanOrEqual(size);
});

promise("never one that was mailed, never one twice, never one from elsewhere", (of) => {
  const known = new Set(of.papers.map(({ id }) => id));
  expect(new Set(of.ids).size).toBe(of.ids.length);
  for (const id of of.ids) {
    expect(known.has(id)).toBe(true);
    expect(of.mailed.has(id)).toBe(false);
  }
});

promise("in the candidates' order", ({ papers, ids }) => {
  expect(papers.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
});

promise("an old one only from within the first places, or from a mail that never left", (of) => {
  const { papers, ids, size, missed } = of;
  const late = papers.slice(size).filter(({ id, isNew }) => !isNew && !missed.has(id));
  for (const { id } of late) expect(ids).not.toContain(id);
});

promise("no new or missed one is left out where there was room, or for one below it", (of) => {
  const places = new Map(of.papers.map(({ id }, place) => [id, place]));
  const lowest = Math.max(-1, ...of.ids.map((id) => places.get(id) ?? -1));
  const left = of.papers.filter(
    ({ id, isNew }) => (isNew || of.missed.has(id)) && !of.mailed.has(id),
  );
  for (const { id } of left.filter((paper) => !of.ids.includes(paper.id))) {
    expect(of.ids.length).toBe(of.size);
    expect(places.get(id)).toBeGreaterThan(lowest);
  }
});

test("a riser comes beside what is new, in its place; what was mailed doesn't come again", () => {
  const papers = ["riser", "mailed", "new", "sunk"].map((id) => ({ id, isNew: id === "new" }));
  const given = { mailed: new Set(["mailed"]), size: 3 };
  expect(choosePapers(papers, given).map(({ id }) => id)).toEqual(["riser", "new"]);
});
