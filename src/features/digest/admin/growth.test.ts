import { expect, test } from "vitest";
import { getGrowthStart, sumByWeek } from "./growth";

// A Thursday
const NOW = new Date("2026-03-05T15:00:00.000Z");

test("a year of weeks ends with this one and begins on a Monday", () => {
  const weeks = sumByWeek([], 7, NOW);
  expect(weeks).toHaveLength(53);
  expect(weeks.at(-1)).toEqual({ monday: "2026-03-02", joined: 0, left: 0, subscribers: 7 });
  expect(weeks[0]?.monday).toBe("2025-03-03");
  expect(getGrowthStart(NOW)).toBe("2025-03-03");
});

test("totals are counted back from today's, by the subscribers who joined and left", () => {
  const changes = [
    { day: "2026-03-05", joined: 4, left: 1 },
    { day: "2026-03-02", joined: 1, left: 0 },
    { day: "2026-03-01", joined: 2, left: 3 },
    { day: "2024-01-01", joined: 99, left: 99 },
  ];
  expect(sumByWeek(changes, 10, NOW).slice(-3)).toEqual([
    { monday: "2026-02-16", joined: 0, left: 0, subscribers: 7 },
    { monday: "2026-02-23", joined: 2, left: 3, subscribers: 6 },
    { monday: "2026-03-02", joined: 5, left: 1, subscribers: 10 },
  ]);
});

test("more joins than there are subscribers make no negative total", () => {
  const weeks = sumByWeek([{ day: "2026-03-05", joined: 9, left: 0 }], 3, NOW);
  expect(Math.min(...weeks.map(({ subscribers }) => subscribers))).toBe(0);
});
