import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import {
  formatCursor,
  paperParameters,
  papersParameters,
  parseDailyQuery,
  parseParameters,
  searchParameters,
} from "./parameters";

const daily = (query: string) => parseDailyQuery(new URLSearchParams(query));

const refused = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError && error.code === "bad_request") return error.message;
    throw error;
  }
  throw new Error("accepted");
};

describe("the parameters of a daily list", () => {
  test("default to the first fifty papers", () => {
    expect(daily("")).toEqual({ page: 0, limit: 50, period: undefined });
    expect(daily("utm_source=x")).toEqual(daily(""));
  });

  test("name a period, page, size, submitter and order", () => {
    expect(daily("week=2026-W08&p=2&limit=100&submitter=sam&sort=trending")).toMatchObject({
      page: 2,
      limit: 100,
      submitter: "sam",
      sort: "trending",
      period: { kind: "week", first: "2026-02-16", last: "2026-02-22" },
    });
    expect(daily("month=2026-02").period?.last).toBe("2026-02-28");
  });

  test.each([
    "date=2025-13-40",
    "date=2025-02-29",
    "date=2025-2-3",
    "date=today",
    "date=",
    "date=2025-01-01T00:00:00Z",
    "week=2025-W53",
    "week=2026-W00",
    "week=2026-08",
    "month=2026-13",
    "month=2026",
    "date=2026-02-19&week=2026-W08",
    "week=2026-W08&month=2026-02",
    "date=2026-02-19&month=2026-02",
    "date=2026-02-19&date=2026-02-20",
    "p=-1",
    "p=1.5",
    "p=1e3",
    "p=",
    "p= 1",
    "p=x",
    "p=٣",
    "limit=0",
    "limit=101",
    "limit=-5",
    "limit=NaN",
    "limit=",
    "sort=upvotes",
    "sort=",
    "submitter=",
    `submitter=${"x".repeat(501)}`,
  ])("%s is refused with a sentence", (query) => {
    expect(refused(() => daily(query))).toMatch(/^[A-Za-z]+.*\.$/);
  });

  test("a huge page number becomes the largest page", () => {
    expect(daily(`p=${"9".repeat(30)}`).page).toBe(1_000_000);
  });
});

test("a formatted cursor is parsed again, and nothing else is a cursor", () => {
  const at = { publishedAt: new Date("2026-02-13T07:16:02.000Z"), id: "astro-ph/0601001" };
  const read = (cursor: string) =>
    parseParameters(papersParameters, new URLSearchParams({ cursor })).cursor;
  expect(read(formatCursor(at))).toEqual(at);
  const base64 = (text: string) => Buffer.from(text).toString("base64url");
  for (const cursor of ["", "x", base64("[1,2]"), base64('["2026","a"]'), base64("{}"), "é"]) {
    expect(
      refused(() => read(cursor)),
      cursor,
    ).toContain("cursor");
  }
});

test("a search has at most 250 characters", () => {
  const read = (q: string) => parseParameters(searchParameters, new URLSearchParams({ q }));
  expect(read("x".repeat(250))).toEqual({ q: "x".repeat(250), limit: 20 });
  expect(refused(() => read("x".repeat(251)))).toContain("250");
});

test("any parameters are parsed or refused with a sentence", () => {
  const known = [
    "p",
    "limit",
    "date",
    "week",
    "month",
    "submitter",
    "sort",
    "q",
    "cursor",
    "field",
  ];
  const almostValid = fc.constantFrom(
    "2026-02-19",
    "2026-W08",
    "2026-02",
    "9999-12-31",
    "0000-00-00",
    "trending",
    "publishedAt",
    "comments",
    "-0",
    "1e999",
    "0x10",
    "__proto__",
    "'; DROP TABLE Paper; --",
  );
  const value = fc.oneof(
    almostValid,
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.integer().map(String),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    fc.base64String(),
  );
  const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, fc.string());
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 5 });
  const parsers = [
    parseDailyQuery,
    (parameters: URLSearchParams) => parseParameters(searchParameters, parameters),
    (parameters: URLSearchParams) => parseParameters(papersParameters, parameters),
    (parameters: URLSearchParams) => parseParameters(paperParameters, parameters),
  ];
  let accepted = 0;
  fc.assert(
    fc.property(pairs, (pairs) => {
      const parameters = new URLSearchParams(pairs);
      for (const parse of parsers) {
        try {
          parse(parameters);
          accepted += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({ code: "bad_request" });
        }
      }
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(1_000);
}, 60_000);
