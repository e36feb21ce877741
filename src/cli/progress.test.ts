import { afterEach, expect, test, vi } from "vitest";
import { showRowProgress } from "./progress";

afterEach(() => {
  vi.useRealTimers();
});

test("a long import without a terminal prints a line every five seconds, a short one none", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const terminal = process.stderr.isTTY;
  process.stderr.isTTY = false;
  const print = vi.mocked(console.error);
  const progress = showRowProgress();
  for (let done = 500; done <= 10_000; done += 500) {
    vi.advanceTimersByTime(600);
    progress.update(done, 10_000);
  }
  progress.end();
  process.stderr.isTTY = terminal;
  expect(print.mock.calls).toEqual([["4,500 of 10,000 rows done"], ["9,000 of 10,000 rows done"]]);
  print.mockClear();
});
