import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { feedAddress, feedLinks } from "./links";
import { TOPIC_KINDS } from "./topic";
import { parseView, viewAddress, viewQuery, viewTitle } from "./view";

const NAMES = ["date", "week", "month", "q", "sort", ...TOPIC_KINDS];
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("2026-02-19", "2026-W08", "2026-02", "trending", "2026-02-30", "0000-00-00"),
);

test("any parameters name a view whose own parameters name it again, or are refused", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 2 }),
      (parameters) => {
        try {
          const view = parseView(new URLSearchParams(parameters));
          expect(parseView(new URLSearchParams(viewQuery(view)))).toEqual(view);
          expect(new URL(viewAddress(view), "https://papers.example.org").pathname).toMatch(/^\/./);
          expect(viewTitle(view)).not.toBe("");
        } catch (error) {
          expect(error).toMatchObject({ code: "bad_request" });
          expect(error).toBeInstanceOf(AppError);
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

test("a view has links to its three feeds with their types", () => {
  const view = { kind: "search", query: "a&b" } as const;
  expect(feedAddress("rss", view)).toBe("/feed/rss?q=a%26b");
  expect(feedLinks(view, "Our Papers")).toEqual({
    "application/rss+xml": [
      { url: "/feed/rss?q=a%26b", title: "Papers for “a&b” · Our Papers (RSS)" },
    ],
    "application/atom+xml": [
      { url: "/feed/atom?q=a%26b", title: "Papers for “a&b” · Our Papers (Atom)" },
    ],
    "application/feed+json": [
      { url: "/feed/json?q=a%26b", title: "Papers for “a&b” · Our Papers (JSON)" },
    ],
  });
});
