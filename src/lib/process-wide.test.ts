import { expect, test, vi } from "vitest";
import { forgetOnce, rememberOnce } from "./process-wide";

test("a value is created once and returned from then on, even if it is undefined", () => {
  for (const value of [{ any: "object" }, undefined]) {
    const name = `test:${String(value)}`;
    const create = vi.fn(() => value);
    expect(rememberOnce(name, create)).toBe(value);
    expect(rememberOnce(name, create)).toBe(value);
    expect(create).toHaveBeenCalledTimes(1);
  }
});

test("each name has a value of its own", () => {
  expect(rememberOnce("test:one", () => 1)).toBe(1);
  expect(rememberOnce("test:two", () => 2)).toBe(2);
  expect(rememberOnce("test:one", () => 3)).toBe(1);
});

test("the copies of this module in several bundles share their values", async () => {
  const value = rememberOnce("test:shared", () => ({}));
  vi.resetModules();
  const copy = await import("./process-wide");
  expect(copy.rememberOnce).not.toBe(rememberOnce);
  expect(copy.rememberOnce("test:shared", () => ({}))).toBe(value);
});

test("a forgotten value is created again", () => {
  expect(rememberOnce("test:forgotten", () => 1)).toBe(1);
  expect(forgetOnce("test:forgotten")).toBe(1);
  expect(forgetOnce("test:forgotten")).toBeUndefined();
  expect(rememberOnce("test:forgotten", () => 2)).toBe(2);
});

test("after a creation that fails, the next call creates the value", () => {
  const fail = () => {
    throw new Error("no");
  };
  expect(() => rememberOnce("test:failing", fail)).toThrow("no");
  expect(rememberOnce("test:failing", () => 1)).toBe(1);
});
