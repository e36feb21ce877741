import { expect, test } from "vitest";
import { growsLinearly } from "./growth";

/** Creates a function that adds numbers: `rounds` times `size` of them. */
const createSum = (rounds: number, size: number) => () => {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < size; index += 1) sum += index ^ round;
  }
  return sum;
};

test("linear growth is accepted, quadratic growth is not", () => {
  expect(growsLinearly((size) => createSum(1_000, size), 1_000)).toBe(true);
  expect(growsLinearly((size) => createSum(size, size), 1_000)).toBe(false);
});
