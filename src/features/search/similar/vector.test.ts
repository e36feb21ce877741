import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBytes, rerank, toBytes, toUnit } from "./vector";

const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 50,
});

test("a vector has length 1 and is the same after encoding and decoding", () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const unit = toUnit(values);
      expect(unit === null).toBe(values.every((number) => number === 0));
      if (!unit) return;
      expect(Math.hypot(...unit)).toBeCloseTo(1, 4);
      expect(fromBytes(toBytes(unit))).toEqual(unit);
    }),
  );
});

test.each([[[0, 0]], [[Number.NaN, 1]], [[1, Number.POSITIVE_INFINITY]], [[]]])(
  "%j has no direction",
  (values) => {
    expect(toUnit(values)).toBeNull();
  },
);

test("bytes are little-endian", () => {
  expect([...toBytes(Float32Array.of(1))]).toEqual([0, 0, 0x80, 0x3f]);
});

test("with equal weights the closer vector comes first, and ties keep their order", () => {
  const candidates = ["far", "same", "near", "alike"].map((paperId) => ({ paperId, weight: 2 }));
  const vectors = new Map([
    ["far", Float32Array.of(0, 1)],
    ["near", Float32Array.of(1, 0)],
    ["same", Float32Array.of(0, 1)],
    ["alike", Float32Array.of(0, 1)],
  ]);
  const order = rerank(candidates, Float32Array.of(1, 0), vectors).map(({ paperId }) => paperId);
  expect(order).toEqual(["near", "far", "same", "alike"]);
});
