import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanJson, cleanText, TooDeepError, truncate } from "./text";

/** Texts as a hostile source may send them: any UTF-16 units, often lone surrogates and controls. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
  fc.integer({ min: 0, max: 0x20 }),
);
const anyText = fc.array(unit, { maxLength: 30 }).map((units) => String.fromCharCode(...units));

// With the `u` flag, the pattern matches only lone surrogates.
const isClean = (text: string) => !/\p{Cs}|[\ufffe\uffff]|(?![\t\n\r\x7f-\x9f])\p{Cc}/u.test(text);

const nested = (levels: number): unknown =>
  JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

describe("clean text", () => {
  test.each([
    ["a\u0000b\u0008c\u000bd\u001fe", "abcde"],
    ["tab\there,\r\nline", "tab\there,\r\nline"],
    ["no\ufffe character\uffff", "no character"],
    ["half \ud83d of a pair", "half  of a pair"],
    ["\ude00 the other", " the other"],
    ["whole \ud83d\ude00 pair", "whole \ud83d\ude00 pair"],
    ["\ud83d\u0000\ude00", ""],
    ["\ude00\ud83d", ""],
    ["\ud83d\ud83d\ude00\ude00", "\ud83d\ude00"],
  ])("%j becomes %j", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test("has no control and no lone surrogate, loses nothing else, and doesn't change when cleaned again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(isClean(clean)).toBe(true);
        expect(cleanText(clean)).toBe(clean);
        if (isClean(text)) expect(clean).toBe(text);
      }),
      { numRuns: 10_000 },
    );
  });

  test("is never longer than the limit, and never cut inside a character", () => {
    fc.assert(
      fc.property(anyText.map(cleanText), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const short = truncate(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(isClean(short)).toBe(true);
        if (text.length <= limit) expect(short).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("clean JSON", () => {
  test("is clean in every key and value, at every depth", () => {
    const hostile = JSON.parse('{"a\\u0000":["\\ud800x",{"\\udc00b":"\\u0008"}],"n":1,"z":null}');
    expect(cleanJson(hostile)).toEqual({ a: ["x", { b: "" }], n: 1, z: null });
  });

  test("keeps the order of keys, so that the same entry has the same hash", () => {
    const text = '{"z":1,"a":{"y":2,"b":3}}';
    expect(JSON.stringify(cleanJson(JSON.parse(text)))).toBe(text);
  });

  test.each([
    '{"__proto__":{"admin":true},"a":1}',
    '{"__proto__\\u0000":{"admin":true},"a":1}',
    '{"\\ud800__proto__":{"admin":true},"a":1}',
  ])("has no key that could become a prototype: %s", (text) => {
    const clean = cleanJson(JSON.parse(text));
    expect(JSON.stringify(clean)).toBe('{"a":1}');
    expect(Object.assign({}, clean)).not.toHaveProperty("admin");
  });

  test("may nest 64 levels; more are refused, even 100,000", () => {
    expect(cleanJson(nested(64))).toEqual(nested(64));
    for (const levels of [65, 100_000]) {
      expect(() => cleanJson(nested(levels))).toThrow(TooDeepError);
    }
  });

  test("is refused for its depth, also if something before it must be cleaned", () => {
    for (const dirt of ["\u0000", JSON.parse('{"__proto__":1}')]) {
      for (const levels of [64, 100_000]) {
        expect(() => cleanJson([dirt, nested(levels)])).toThrow(TooDeepError);
      }
      expect(cleanJson([dirt, nested(63)])).toHaveLength(2);
    }
  });

  test("returns clean JSON unchanged", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(isClean(text) && !/\\u00|__proto__|\\[bf]/.test(text));
        expect(JSON.stringify(cleanJson(JSON.parse(text)))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});
