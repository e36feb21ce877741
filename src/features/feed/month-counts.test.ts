import fc from "fast-check";
import { expect, test } from "vitest";
import { buildBars, type MonthCount } from "./month-counts";

test("without counts there are no bars", () => {
  expect(buildBars([])).toEqual([]);
});

test("a month without papers has an empty bar, also across the end of a year", () => {
  const counts = [
    { month: "2025-11", papers: 2 },
    { month: "2026-02", papers: 5 },
  ];
  expect(buildBars(counts)).toEqual([
    { key: "2025-11", papers: 2 },
    { key: "2025-12", papers: 0 },
    { key: "2026-01", papers: 0 },
    { key: "2026-02", papers: 5 },
  ]);
});

test("more than four years are shown by year, with years without papers", () => {
  const counts = [
    { month: "2019-05", papers: 1 },
    { month: "2019-06", papers: 1 },
    { month: "2026-02", papers: 5 },
  ];
  expect(buildBars(counts).map(({ key }) => key)).toEqual(
    "2019 2020 2021 2022 2023 2024 2025 2026".split(" "),
  );
  expect(buildBars(counts)[0]).toEqual({ key: "2019", papers: 2 });
});

const months = fc
  .uniqueArray(fc.integer({ min: 1990 * 12, max: 2030 * 12 }), { maxLength: 60 })
  .map((numbers) =>
    numbers
      .toSorted((a, b) => a - b)
      .map((number): MonthCount => {
        const month = String((number % 12) + 1).padStart(2, "0");
        return { month: `${Math.floor(number / 12)}-${month}`, papers: 1 + (number % 7) };
      }),
  );

test("the bars count every paper once, in order, and there are few", () => {
  fc.assert(
    fc.property(months, (counts) => {
      const bars = buildBars(counts);
      const sum = (all: { papers: number }[]) => all.reduce((total, one) => total + one.papers, 0);
      expect(sum(bars)).toBe(sum(counts));
      const keys = bars.map(({ key }) => key);
      expect(keys).toEqual([...new Set(keys)].toSorted());
      expect(bars.length).toBeLessThanOrEqual(48);
    }),
  );
});
