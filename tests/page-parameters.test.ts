import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePageParam } from "@/app/_lib/search-params";
import { parseNameSegment, topicAddress } from "@/features/feed/topic";
import { parseIdSegments } from "@/features/papers/address";
import { parseEnding } from "@/features/search/complete";
import { parseDay, parseMonth, parseWeek } from "@/lib/day";
import { DAY } from "@/lib/duration";

/**
 * An address parameter is either parsed to exactly what it names, or refused. Of the texts that the
 * tests generate, about half are valid or differ from a valid one in a single character.
 */

const parts = fc.constantFrom(
  ...'0 1 2026 9999 - W 02 53 . / : % %2F %E0%A4 ~25 ~ e + _ \u0000 \ud800 李 🦙 author: " v2 acl:'.split(
    " ",
  ),
  " ",
);
const noise = fc.oneof(
  fc.array(parts, { maxLength: 10 }).map((some) => some.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** Removes, replaces or inserts one character. */
const damage = (valid: fc.Arbitrary<string>) =>
  fc
    .record({
      text: valid,
      at: fc.nat({ max: 12 }),
      removed: fc.nat({ max: 1 }),
      inserted: fc.oneof(fc.constant(""), parts),
    })
    .map(({ text, at, removed, inserted }) => {
      const start = Math.min(at, text.length);
      return text.slice(0, start) + inserted + text.slice(start + removed);
    });

/** Valid texts, nearly valid ones and noise. */
const mixed = (valid: fc.Arbitrary<string>) => fc.oneof(valid, damage(valid), noise);

const padded = (min: number, max: number, length = 2) =>
  fc.integer({ min, max }).map((number) => String(number).padStart(length, "0"));

const years = padded(1988, 2202, 4);
// One beyond the range at each end
const days = fc.tuple(years, padded(0, 13), padded(0, 32)).map((all) => all.join("-"));
const weeks = fc.tuple(years, padded(0, 54)).map((all) => all.join("-W"));
const months = fc.tuple(years, padded(0, 13)).map((all) => all.join("-"));

const RUNS = { numRuns: 10_000 };

/** Counts the parameters that were accepted: a test in which none is can't fail. */
function countAccepted() {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    expectMany: () => expect(count).toBeGreaterThan(1_000),
  };
}

test("a day is the text that was given, and exists", () => {
  const accepted = countAccepted();
  const property = fc.property(mixed(days), (address) => {
    const day = parseDay(address);
    if (day === null) return;
    accepted.add();
    expect(day).toBe(address);
    expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
  });
  fc.assert(property, RUNS);
  accepted.expectMany();
});

test.each([
  ["week", weeks, parseWeek, 7, 7],
  ["month", months, parseMonth, 28, 31],
] as const)(
  "a %s has the key that was given, and the days of one",
  (kind, keys, parse, min, max) => {
    const accepted = countAccepted();
    const property = fc.property(mixed(keys), (address) => {
      const period = parse(address);
      if (period === null) return;
      accepted.add();
      expect(period).toMatchObject({ kind, key: address });
      const count = (Date.parse(period.last) - Date.parse(period.first)) / DAY + 1;
      expect(count >= min && count <= max).toBe(true);
    });
    fc.assert(property, RUNS);
    accepted.expectMany();
  },
);

test("a page is a whole number of up to four digits", async () => {
  const accepted = countAccepted();
  const numbers = fc.oneof(padded(0, 10_001, 1), padded(0, 99, 4));
  const property = fc.asyncProperty(
    fc.oneof(mixed(numbers), fc.array(numbers, { maxLength: 2 })),
    async (p) => {
      const page = await parsePageParam(Promise.resolve({ p }));
      if (page === null) return;
      accepted.add();
      expect(Number.isInteger(page) && page >= 0 && page < 10_000).toBe(true);
      expect(String(p).padStart(4, "0")).toBe(String(page).padStart(4, "0"));
    },
  );
  await fc.assert(property, RUNS);
  accepted.expectMany();
});

test("a paper's id is itself without its version", () => {
  const accepted = countAccepted();
  const version = fc.oneof(fc.constant(""), fc.constantFrom("v1", "v12"));
  const arxivIds = fc.tuple(padded(0, 9999, 4), fc.constant("."), padded(0, 99_999, 5), version);
  const oldIds = fc.tuple(fc.constantFrom("hep-th/", "math.GT/"), padded(0, 9999999, 7), version);
  const ownIds = fc.tuple(
    fc.constantFrom("acl:", "a-1:", "doi:"),
    fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
  );
  const ids = fc.oneof(arxivIds, oldIds, ownIds).map((all) => all.join(""));
  const property = fc.property(mixed(ids), fc.boolean(), (address, isEscaped) => {
    const segments =
      isEscaped && !/\p{Surrogate}/u.test(address)
        ? [encodeURIComponent(address)]
        : address.split("/");
    const id = parseIdSegments(segments);
    if (id === null) return;
    accepted.add();
    expect(parseIdSegments(id.split("/"))).toBe(id);
    if (isEscaped) expect(address.startsWith(id)).toBe(true);
  });
  fc.assert(property, RUNS);
  accepted.expectMany();
});

test("a topic's name is parsed again from its own address", () => {
  const accepted = countAccepted();
  const names = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom(".", "..", "~", "%", "~25", "%25", "a/b", "C++ & C#", "李 飞飞"),
  );
  const segments = names.map((name) => topicAddress({ kind: "author", name }).split("/")[2] ?? "");
  fc.assert(
    fc.property(mixed(segments), (segment) => {
      const name = parseNameSegment(segment);
      if (name === null) return;
      accepted.add();
      const address = topicAddress({ kind: "author", name });
      expect(address.split("/")).toHaveLength(3);
      expect(parseNameSegment(address.split("/")[2] ?? "")).toBe(name);
    }),
    RUNS,
  );
  accepted.expectMany();
  fc.assert(
    fc.property(names, (name) => {
      const segment = topicAddress({ kind: "author", name }).split("/")[2] ?? "";
      const parsed = parseNameSegment(segment);
      // Null only for names that no paper stores, with control characters.
      if (parsed !== null) expect(parsed).toBe(name);
    }),
    RUNS,
  );
});

test("the text typed in the search box is split without a loss", () => {
  const operators = fc.constantFrom("", "author:", "ORG:", "cat:", 'author:"', '"');
  const typing = fc
    .tuple(noise, fc.constantFrom(" ", ""), operators, noise)
    .map((all) => all.join(""));
  const property = fc.property(fc.oneof(typing, noise), (typed) => {
    const { head, operator, value } = parseEnding(typed);
    expect(typed.startsWith(head)).toBe(true);
    expect(typed.toLowerCase()).toContain(operator);
    expect(typed).toContain(value);
  });
  fc.assert(property, RUNS);
});
