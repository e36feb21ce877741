import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RHYTHMS, type Rhythm } from "@/features/digest/schema";
import { addDays, type Day } from "@/lib/day";
import { addBounce, BOUNCE_DAYS_TO_STOP, type BounceScore } from "./score";

const START: BounceScore = { score: 0, bouncedOn: null };
const DAY = "2026-03-05";

/** Adds a bounce on each of these days, and returns the day on which the subscription is stopped, or null. */
function findStopDay(days: Day[], rhythm: Rhythm = "daily"): Day | null {
  let state = START;
  for (const today of days) {
    const { stops, ...next } = addBounce(state, { today, rhythm });
    if (stops) return today;
    state = next;
  }
  return null;
}

const listDays = (step: number, count: number) =>
  Array.from({ length: count }, (_, at) => addDays(DAY, at * step));

describe("temporary bounces", () => {
  test("stop a subscription on the fifth day, not before", () => {
    expect(findStopDay(listDays(1, 4))).toBeNull();
    expect(findStopDay(listDays(1, 9))).toBe(addDays(DAY, BOUNCE_DAYS_TO_STOP - 1));
  });

  test("count once a day, however many there are", () => {
    const many = listDays(1, 4).flatMap((day) => Array<Day>(20).fill(day));
    expect(findStopDay(many)).toBeNull();
  });

  test("are forgotten after a time without a bounce", () => {
    expect(findStopDay([...listDays(1, 4), addDays(DAY, 3 + 8), addDays(DAY, 3 + 9)])).toBeNull();
    expect(findStopDay([...listDays(1, 4), addDays(DAY, 3 + 7)])).toBe(addDays(DAY, 10));
  });

  test.each([
    ["daily", 1],
    ["weekdays", 3],
    ["weekly", 7],
    ["monthly", 31],
  ] as const)(
    "stop a subscription whose emails never arrive, in every rhythm: %s",
    (rhythm, step) => {
      expect(findStopDay(listDays(step, 5), rhythm)).toBe(addDays(DAY, step * 4));
    },
  );

  test("on fewer than five days never stop a subscription, in whatever order they are recorded", () => {
    const days = fc
      .uniqueArray(fc.nat(400), { maxLength: BOUNCE_DAYS_TO_STOP - 1 })
      .chain((set) => fc.array(fc.constantFrom(...(set.length ? set : [0])), { maxLength: 40 }));
    fc.assert(
      fc.property(days, fc.constantFrom(...RHYTHMS), (offsets, rhythm) => {
        const read = offsets.map((offset) => addDays(DAY, offset));
        expect(findStopDay(read, rhythm)).toBeNull();
      }),
    );
  });
});
