import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computePoints, computeTrendingScore, DOUBLING_TIME_MS } from "./ranking";

const counts = fc.integer({ min: 0, max: 1_000_000 });
const popularity = fc.record({
  upvotes: counts,
  comments: counts,
  listedAt: fc.date({
    min: new Date("2000-01-01T00:00:00.000Z"),
    max: new Date("2100-01-01T00:00:00.000Z"),
    noInvalidDate: true,
  }),
});

const later = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const listedAt = new Date("2026-03-05T10:30:00.000Z");

describe("the trending score", () => {
  test("counts a vote as one and a comment as half", () => {
    expect(computePoints({ upvotes: 0, comments: 0, listedAt })).toBe(1);
    expect(computePoints({ upvotes: 7, comments: 4, listedAt })).toBe(10);
  });

  test("puts twice the points level with a listing one day later", () => {
    fc.assert(
      fc.property(popularity, (paper) => {
        const twice = { ...paper, upvotes: 2 * paper.upvotes + 1, comments: 2 * paper.comments };
        expect(computePoints(twice)).toBe(2 * computePoints(paper));
        const nextDay = { ...paper, listedAt: later(paper.listedAt, DOUBLING_TIME_MS) };
        expect(computeTrendingScore(twice)).toBeCloseTo(computeTrendingScore(nextDay), 9);
      }),
    );
    expect(DOUBLING_TIME_MS).toBe(86_400_000);
  });

  test("rises with every vote, comment and later listing", () => {
    fc.assert(
      fc.property(popularity, (paper) => {
        const score = computeTrendingScore(paper);
        expect(computeTrendingScore({ ...paper, upvotes: paper.upvotes + 1 })).toBeGreaterThan(
          score,
        );
        expect(computeTrendingScore({ ...paper, comments: paper.comments + 1 })).toBeGreaterThan(
          score,
        );
        const second = { ...paper, listedAt: later(paper.listedAt, 1_000) };
        expect(computeTrendingScore(second)).toBeGreaterThan(score);
      }),
    );
  });

  test("ages alike for every paper, so that a stored score stays valid", () => {
    const shift = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(popularity, popularity, shift, (one, other, milliseconds) => {
        const moved = (paper: typeof one) =>
          computeTrendingScore({ ...paper, listedAt: later(paper.listedAt, milliseconds) });
        const distance = computeTrendingScore(one) - computeTrendingScore(other);
        expect(moved(one) - moved(other)).toBeCloseTo(distance, 9);
      }),
    );
  });

  test("is a number for any counts of a source", () => {
    for (const upvotes of [-5, 0, 1_000_000_000]) {
      expect(computeTrendingScore({ upvotes, comments: 0, listedAt })).toSatisfy(Number.isFinite);
    }
  });
});
