import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNameSegment, hasTopicPage, parseNameSegment, topicAddress } from "./topic";

const BASE = "https://papers.example.org";

test("any name is parsed from its address", () => {
  // Returns the path that a browser sends, after it has resolved segments such as `..`.
  const sent = (address: string) => new URL(address, BASE).pathname;
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 }), (name) => {
      fc.pre(hasTopicPage(name));
      const [, kind, segment = "", ...more] = sent(topicAddress({ kind: "author", name })).split(
        "/",
      );
      expect([kind, more]).toEqual(["authors", []]);
      expect(parseNameSegment(segment)).toBe(name);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  "a/b",
  "100%",
  "what?",
  "#1",
  "\"q\" 'q'",
  "李明",
  "🦙",
  "...",
  "%2F",
  "a.b",
  "~25",
  ".",
  "..",
  "~2E",
  "x".repeat(500),
])("an unusual name has a page: %s", (name) => {
  expect(hasTopicPage(name)).toBe(true);
  expect(parseNameSegment(formatNameSegment(name))).toBe(name);
});

test.each(["", "%E0%A4%A", "%", "x".repeat(501)])(
  "a segment without a possible name is null: %s",
  (segment) => {
    expect(parseNameSegment(segment)).toBeNull();
  },
);
