import { runYear } from "@tests/simulated-year";
import { expect, test } from "vitest";

// The clocks of four of the six zones change within these weeks, forward and back.
test("six weeks of a simulated year keep every promise", { timeout: 120_000 }, async () => {
  const figures = await runYear({
    ...{ seed: 7, stepHours: 5, readers: 20 },
    ...{ from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-04-12T00:00:00Z") },
  });
  // It was no easy time.
  expect(figures.outages).toBeGreaterThan(0);
  expect(figures.jumps).toBeGreaterThan(0);
  expect(figures.changes).toBeGreaterThan(30);
  expect(figures.sent).toBeGreaterThan(80);
});
