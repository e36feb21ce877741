import { NOW } from "@tests/factories";
import { afterEach, expect, test, vi } from "vitest";
import { RateLimit } from "./rate-limit";

afterEach(() => {
  vi.useRealTimers();
});

test("after the limit, a refusal states the reason and the time to wait", async () => {
  const limit = new RateLimit({ points: 3, seconds: 600 });
  for (let count = 0; count < 3; count += 1) await limit.consume("a", "Enough.");
  await expect(limit.consume("a", "Enough.")).rejects.toMatchObject({
    code: "too_many_requests",
    status: 429,
    message: "Enough. Try again in 10 minutes.",
    retryAfter: 600,
  });
});

test("one minute is singular, and less counts as one", async () => {
  const limit = new RateLimit({ points: 1, seconds: 20 });
  await limit.consume("a", "Enough.");
  await expect(limit.consume("a", "Enough.")).rejects.toThrow("Enough. Try again in 1 minute.");
});

test("each key counts for itself, and so does each limit", async () => {
  const limit = new RateLimit({ points: 1, seconds: 60 });
  const other = new RateLimit({ points: 1, seconds: 60 });
  await limit.consume("a", "Enough.");
  await limit.consume("b", "Enough.");
  await other.consume("a", "Enough.");
  await expect(limit.consume("a", "Enough.")).rejects.toThrow("Enough.");
});

test("of a hundred requests at once, only as many as the limit are accepted", async () => {
  const limit = new RateLimit({ points: 7, seconds: 60 });
  const requests = Array.from({ length: 100 }, () => limit.consume("a", "Enough."));
  const outcomes = await Promise.allSettled(requests);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
});

test("after the window, requests are accepted again", async () => {
  vi.useFakeTimers({ now: NOW });
  const limit = new RateLimit({ points: 1, seconds: 60 });
  await limit.consume("a", "Enough.");
  vi.advanceTimersByTime(59_000);
  await expect(limit.consume("a", "Enough.")).rejects.toThrow("Enough.");
  vi.advanceTimersByTime(2_000);
  await limit.consume("a", "Enough.");
});
