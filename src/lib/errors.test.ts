import { expect, test } from "vitest";
import { AppError } from "./errors";

test.each([
  ["bad_request", 400],
  ["unauthorized", 401],
  ["forbidden", 403],
  ["not_found", 404],
  ["too_large", 413],
  ["unsupported", 415],
  ["unprocessable", 422],
  ["too_many_requests", 429],
  ["unavailable", 503],
] as const)("%s is status %i, and keeps its message", (code, status) => {
  const error = new AppError(code, "A sentence.");
  expect(error.status).toBe(status);
  expect(error.message).toBe("A sentence.");
  expect(error).toBeInstanceOf(Error);
});
