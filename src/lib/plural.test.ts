import { expect, test } from "vitest";
import { plural } from "./plural";

test.each([
  [0, "0 papers"],
  [1, "1 paper"],
  [2, "2 papers"],
  [3303, "3,303 papers"],
])("%i is formatted as %s", (count, text) => {
  expect(plural(count, "paper")).toBe(text);
});

test("an irregular plural is given", () => {
  expect(plural(1, "category", "categories")).toBe("1 category");
  expect(plural(2, "category", "categories")).toBe("2 categories");
});
