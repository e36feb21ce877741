import fc from "fast-check";
import { expect } from "vitest";
import { type Format, RejectedEntry } from "@/features/ingest/format";
import { AppError } from "@/lib/errors";
import { cleanText } from "@/lib/text/text";
import { NOW } from "./factories";

/** Texts that break parsers of XML, dates and strings. */
const INJECTED = [
  ..."<>&\"'/]\u0000\ufeff\ud800",
  "<!--",
  "]]>",
  "<![CDATA[",
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  "&b;",
  "&#0;",
  "&#xD800;",
  "&#99999999999;",
  "<entry>",
  "</entry>",
  "<__proto__/>",
  "<id>2602.00001v1</id>",
  "<published>9999-12-31T23:59:59-23:59</published>",
  "xmlns=",
  "\\'",
  "$\\frac{",
  "0000-00-00",
  "v99999999999",
];

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));

type Change = {
  at: number;
  kind: "cut" | "drop" | "insert" | "double";
  size: number;
  text: string;
};

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("cut", "drop", "insert", "insert", "double"),
  size: fc.nat(30),
  text: fc.oneof(fc.constantFrom(...INJECTED), fc.string(), codeUnit),
});

function applyChange(text: string, { at, kind, size, text: inserted }: Change): string {
  const start = Math.floor(at * text.length);
  if (kind === "cut") return text.slice(0, start);
  if (kind === "drop") return text.slice(0, start) + text.slice(start + size);
  if (kind === "double") return text.slice(0, start + size) + text.slice(start);
  return text.slice(0, start) + inserted + text.slice(start);
}

/** Generates a text with one to three places cut, dropped, doubled or filled with other text. */
export const corruptText = (whole: string): fc.Arbitrary<string> =>
  fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce(applyChange, whole));

/** Generates a parsed entry in which up to three fields have any value. */
export function corruptEntry(format: Format, whole: string): fc.Arbitrary<unknown> {
  const [entry] = format.parseAnswer(whole).entries;
  const names = Object.keys(entry ?? {});
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>("", ...INJECTED, 1e308, "9999-12-31T23:59:59-23:59", "2026-02-30"),
    fc.string({ unit: codeUnit }),
  );
  const fields = fc.dictionary(fc.constantFrom(...names, "constructor", "toString"), value, {
    maxKeys: 3,
  });
  return fc.oneof(
    { weight: 4, arbitrary: fields.map((corrupted) => ({ ...Object(entry), ...corrupted })) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

type Seen = { drafts: number; rejected: number; refused: number };

function checkEntry(format: Format, entry: unknown, seen: Seen): void {
  try {
    expect(["string", "object"]).toContain(typeof format.findId(entry));
    const draft = format.parseEntry(entry, { now: NOW });
    seen.drafts += 1;
    expect(draft.title).not.toBe("");
    expect(draft.publishedAt.toISOString()).toMatch(/^\d{4}-/);
    expect(draft.entryHash).toMatch(/^[0-9a-f]{64}$/);
    const text = JSON.stringify(draft);
    expect(cleanText(text)).toBe(text);
    expect(text).not.toMatch(/\\ud[89a-f]/i);
  } catch (error) {
    if (!(error instanceof RejectedEntry)) throw error;
    expect(error.message).not.toBe("");
    seen.rejected += 1;
  }
}

/**
 * Asserts for 10,000 texts and 10,000 entries that each results in clean drafts, in rejected entries
 * with a reason, or in an AppError for the whole text. Returns how often each happened.
 */
export function assertParsesSafely(
  format: Format,
  texts: fc.Arbitrary<string>,
  entries: fc.Arbitrary<unknown>,
) {
  const seen: Seen = { drafts: 0, rejected: 0, refused: 0 };
  const textProperty = fc.property(texts, (text) => {
    try {
      for (const entry of format.parseAnswer(text).entries) checkEntry(format, entry, seen);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.message).not.toBe("");
      expect(error.status).toBeLessThan(500);
      seen.refused += 1;
    }
  });
  fc.assert(textProperty, { numRuns: 10_000 });
  fc.assert(
    fc.property(entries, (entry) => checkEntry(format, entry, seen)),
    { numRuns: 10_000 },
  );
  return seen;
}
