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
  ["unavailable", 503],
] as const)("%s is status %i, and keeps its message", (code, status) => {
  const error = new AppError(code, "A sentence.");
  expect(error.status).toBe(status);
  expect(error.message).toBe("A sentence.");
  expect(error).toBeInstanceOf(Error);
  expect(error.headers).toEqual({});
});

test("too_many_requests is status 429, and its headers state when to try again", () => {
  const error = new AppError("too_many_requests", "A sentence.", 90);
  expect(error.status).toBe(429);
  expect(error.headers).toEqual({ "Retry-After": "90" });
});
