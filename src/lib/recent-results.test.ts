import { afterEach, expect, test, vi } from "vitest";
import { RecentResults } from "./recent-results";

afterEach(() => {
  vi.useRealTimers();
});

test("a key has one result, also when it is asked for twice at once", async () => {
  const results = new RecentResults<number>(1000);
  const create = vi.fn(async () => 1);
  expect(await Promise.all([results.get("a", create), results.get("a", create)])).toEqual([1, 1]);
  expect(await results.get("a", create)).toBe(1);
  expect(create).toHaveBeenCalledTimes(1);
  expect(await results.get("b", async () => 2)).toBe(2);
});

test("an error isn't remembered", async () => {
  const results = new RecentResults<number>(1000);
  await expect(results.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(results.find("a")).toBeUndefined();
  expect(await results.get("a", async () => 3)).toBe(3);
});

test("a result is forgotten after its lifetime, and the oldest beyond 10,000", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const results = new RecentResults<number>(1000);
  await results.get("a", async () => 1);
  vi.advanceTimersByTime(999);
  expect(results.find("a")).toBeDefined();
  vi.advanceTimersByTime(1);
  expect(results.find("a")).toBeUndefined();
  for (let index = 0; index <= 10_000; index += 1) await results.get(`${index}`, async () => index);
  expect(results.find("0")).toBeUndefined();
  expect(results.find("1")).toBeDefined();
});
