import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse-input";

const schema = z.object({ page: z.coerce.number("write a whole number").int() });

test("valid input is returned as the schema transforms it", () => {
  expect(parseInput(schema, { page: "3", other: "x" })).toEqual({ page: 3 });
});

test("invalid input is a bad request that names the first field and its problem", () => {
  const parse = () => parseInput(schema, { page: "x" });
  expect(parse).toThrow("page: write a whole number.");
  expect(parse).toThrow(expect.objectContaining({ code: "bad_request", status: 400 }));
});

test("a problem of the whole input has no field", () => {
  expect(() => parseInput(z.string("send text"), 1)).toThrow(/^send text\.$/);
});
