import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePageParam } from "@/app/_lib/search-params";
import { parseNameSegment, topicAddress } from "@/features/feed/topic";
import { parseIdSegments } from "@/features/papers/address";
import { parseEnding } from "@/features/search/complete";
import { parseDay, parseMonth, parseWeek } from "@/lib/day";

/** Whatever stands in an address: it is what it names, written as we write it, or it is nothing. */

const parts = fc.constantFrom(
  ...'0 1 2026 9999 - W 02 53 . / : % %2F %E0%A4 ~25 ~ e + _ \u0000 \ud800 李 🦙 author: " v2 acl:'.split(
    " ",
  ),
  " ",
);
const text = fc.oneof(
  fc.array(parts, { maxLength: 10 }).map((some) => some.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const RUNS = { numRuns: 10_000 };

test("a day, a week, a month", () => {
  const property = fc.property(text, (address) => {
    const day = parseDay(address);
    if (day !== null) expect(day).toBe(address);
    for (const parse of [parseWeek, parseMonth]) {
      const period = parse(address);
      if (period === null) continue;
      expect(period.key).toBe(address);
      expect(period.first <= period.last).toBe(true);
    }
  });
  fc.assert(property, RUNS);
});

test("the number of a page", async () => {
  const property = fc.asyncProperty(
    fc.oneof(text, fc.array(text), fc.nat().map(String)),
    async (p) => {
      const page = await parsePageParam(Promise.resolve({ p }));
      if (page !== null) expect(Number.isInteger(page) && page >= 0 && page < 10_000).toBe(true);
    },
  );
  await fc.assert(property, RUNS);
});

test("a paper's id, and the name of a topic", () => {
  const property = fc.property(fc.array(text, { maxLength: 3 }), (segments) => {
    const id = parseIdSegments(segments);
    if (id !== null) expect(parseIdSegments(id.split("/"))).toBe(id);
    const name = parseNameSegment(segments[0] ?? "");
    if (!name) return;
    const address = topicAddress({ kind: "author", name });
    expect(parseNameSegment(address.split("/")[2] ?? "")).toBe(name);
  });
  fc.assert(property, RUNS);
});

test("what is being typed in the search box", () => {
  const property = fc.property(text, (typed) => {
    const { head, operator, value } = parseEnding(typed);
    expect(typed.startsWith(head)).toBe(true);
    expect(typed.toLowerCase()).toContain(operator);
    expect(typed).toContain(value);
  });
  fc.assert(property, RUNS);
});
