import { expect, test } from "vitest";
import { buildDailyCounts, computeMedian, isBelowUsual } from "./daily-counts";

const THURSDAY = "2026-03-05";

test("usual is the median of the same weekday over the eight weeks before, without the day itself", () => {
  const thursdays = ["01-08", "01-15", "01-22", "01-29", "02-05", "02-12", "02-19", "02-26"];
  const counts = new Map(thursdays.map((day, index) => [`2026-${day}`, 40 + index]));
  counts.set("2026-01-01", 1_000);
  counts.set("2026-03-04", 1_000);
  counts.set(THURSDAY, 7);
  expect(buildDailyCounts(counts, THURSDAY, 1)).toEqual([{ day: THURSDAY, count: 7, usual: 44 }]);
});

test("days are listed oldest first, including empty ones", () => {
  const days = buildDailyCounts(new Map([["2026-03-04", 3]]), THURSDAY, 3);
  expect(days).toEqual([
    { day: "2026-03-03", count: 0, usual: null },
    { day: "2026-03-04", count: 3, usual: null },
    { day: THURSDAY, count: 0, usual: null },
  ]);
});

test("weeks before the source's first day don't count; later weeks without papers do", () => {
  const counts = new Map([
    ["2026-02-12", 40],
    ["2026-02-19", 42],
  ]);
  expect(buildDailyCounts(counts, THURSDAY, 1)[0]?.usual).toBe(40);
});

test.each([
  [[], null],
  [[7], null],
  [[1, 9], 5],
  [[9, 1, 5], 5],
])("the median of %j is %s", (numbers, expected) => {
  expect(computeMedian(numbers)).toBe(expected);
});

test.each([
  [0, 0, false],
  [0, 45, true],
  [22, 45, true],
  [23, 45, false],
  [0, 3, false],
  [0, null, false],
])("%i papers where %s are usual are below usual: %s", (count, usual, expected) => {
  expect(isBelowUsual({ count, usual })).toBe(expected);
});
