import { expect, test } from "vitest";
import { growthStart, toWeeks } from "./growth";

// A Thursday
const NOW = new Date("2026-03-05T15:00:00.000Z");

test("a year of weeks ends with this one and begins on a Monday", () => {
  const weeks = toWeeks([], 7, NOW);
  expect(weeks).toHaveLength(53);
  expect(weeks.at(-1)).toEqual({ monday: "2026-03-02", came: 0, left: 0, readers: 7 });
  expect(weeks[0]?.monday).toBe("2025-03-03");
  expect(growthStart(NOW)).toBe("2025-03-03");
});

test("readers are counted back from today by who came and left", () => {
  const changes = [
    { day: "2026-03-05", came: 4, left: 1 },
    { day: "2026-03-02", came: 1, left: 0 },
    { day: "2026-03-01", came: 2, left: 3 },
    { day: "2024-01-01", came: 99, left: 99 },
  ];
  expect(toWeeks(changes, 10, NOW).slice(-3)).toEqual([
    { monday: "2026-02-16", came: 0, left: 0, readers: 7 },
    { monday: "2026-02-23", came: 2, left: 3, readers: 6 },
    { monday: "2026-03-02", came: 5, left: 1, readers: 10 },
  ]);
});

test("rows that tell of more arrivals than there are readers make no negative week", () => {
  const weeks = toWeeks([{ day: "2026-03-05", came: 9, left: 0 }], 3, NOW);
  expect(Math.min(...weeks.map(({ readers }) => readers))).toBe(0);
});
