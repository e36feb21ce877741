import { minutesAfter } from "@tests/digest";
import { NOW } from "@tests/factories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RETRY_MS } from "@/features/digest/limits";
import { computeNextRetry } from "./retry";

test.each([
  [1, 1],
  [2, 5],
  [3, 15],
  [4, 60],
  [5, 60],
  [12, 60],
])("after attempt %i the wait is %i minutes", (attempts, minutes) => {
  const next = computeNextRetry({ attempts, firstTriedAt: NOW, now: NOW, random: 0 });
  expect(next).toEqual(minutesAfter(minutes));
});

test("each wait is up to a quarter longer, never shorter, and none ends later than 12 hours after the first attempt", () => {
  const tries = fc.record({
    attempts: fc.integer({ min: 1, max: 40 }),
    elapsed: fc.integer({ min: 0, max: RETRY_MS * 2 }),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(tries, ({ attempts, elapsed, random }) => {
      const now = new Date(NOW.getTime() + elapsed);
      const least =
        computeNextRetry({ attempts, firstTriedAt: now, now, random: 0 })?.getTime() ?? 0;
      const wait = least - now.getTime();
      const next = computeNextRetry({ attempts, firstTriedAt: NOW, now, random })?.getTime();
      if (next === undefined) return elapsed + wait * (1 + random / 4) > RETRY_MS - 1;
      return (
        next >= least && next <= now.getTime() + wait * 1.25 + 1 && next <= NOW.getTime() + RETRY_MS
      );
    }),
  );
});

test("an email that is never accepted is tried thirteen to sixteen times, the last time within 12 hours", () => {
  const random = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.infiniteStream(random), (randoms) => {
      let now: Date | null = NOW;
      let attempts = 0;
      while (now) {
        attempts += 1;
        now = computeNextRetry({
          attempts,
          firstTriedAt: NOW,
          now,
          random: randoms.next().value ?? 0,
        });
      }
      return attempts >= 13 && attempts <= 16;
    }),
  );
});
