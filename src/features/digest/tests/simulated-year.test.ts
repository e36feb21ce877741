import { runYear } from "@tests/simulated-year";
import { expect, test } from "vitest";

// In these days daylight saving time begins or ends in three of the six time zones.
test("two weeks of a simulated year keep every promise", { timeout: 120_000 }, async () => {
  const figures = await runYear({
    seed: 2,
    stepHours: 5,
    maxSubscriptions: 16,
    from: new Date("2026-03-27T00:00:00Z"),
    to: new Date("2026-04-10T00:00:00Z"),
  });
  // The simulation had enough of each event to test something.
  expect(figures.outages).toBeGreaterThan(0);
  expect(figures.jumps).toBeGreaterThan(0);
  expect(figures.changes).toBeGreaterThan(20);
  expect(figures.sent).toBeGreaterThan(50);
});
