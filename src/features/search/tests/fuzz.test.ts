import { ingestEntries, makeEntry } from "@tests/factories";
import Database from "better-sqlite3";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { env } from "@/env";
import { completeOperators, parseEnding } from "@/features/search/complete";
import {
  findMatches,
  highlightExcerpt,
  toSearchTerms,
} from "@/features/search/highlight/highlight";
import { decideSort, searchPapers } from "@/features/search/queries";
import { completeQuery } from "@/features/search/queries-complete";
import { parsePaperReference } from "@/features/search/query/paper-id";
import { normalizeQuery, parseExpression } from "@/features/search/query/parse";
import { buildSearchSteps } from "@/features/search/query/sql";

/** Parts of queries: words, operators, quotes, FTS5's syntax, any script, any junk. */
const part = fc.oneof(
  fc.constantFrom(
    ...['"', "-", "*", "^", "(", ")", "{", "}", ":", "+", "'", "\\", "\0", "%", ";", "--", " "],
    ...["AND", "OR", "NOT", "NEAR(a b)", "title:", "author:", "-cat:", "by:", "has:code", "org:"],
    ...["sort:", "sort:top", "after:2024", "before:2026-02-30", "after:", "cat:cs.C", "{title} :"],
    ...[
      "attention",
      "spar",
      "深度学习",
      "学",
      "ไทย",
      "🤗",
      "é",
      "e\u0301",
      "\ud800",
      "\udc00",
      "\ue000all",
    ],
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const typed = fc
  .array(fc.tuple(part, fc.constantFrom("", " ")), { maxLength: 14 })
  .map((parts) => parts.flat().join(""));

beforeEach(async () => {
  await ingestEntries([
    makeEntry({ id: "2603.00001", title: "Sparse attention 深度学习" }),
    makeEntry({ id: "2603.00002", title: "Dense attention" }),
  ]);
});

test("any query can be parsed and run: 10,000 queries", () => {
  const database = new Database(env().databaseFile, { readonly: true });
  const ready = new Map<string, Database.Statement>();
  const property = fc.property(typed, (text) => {
    const query = normalizeQuery(text);
    const expression = parseExpression(text);
    expect(parseExpression(query)).toEqual(expression);
    parsePaperReference(query);
    completeOperators(parseEnding(query));
    const [step] = buildSearchSteps(expression, decideSort(expression), { from: 0, size: 5 });
    if (!step) throw new Error("no statement");
    const statement = ready.get(step.sql) ?? database.prepare(step.sql);
    ready.set(step.sql, statement);
    statement.all(...step.parameters);
  });
  fc.assert(property, { numRuns: 10_000 });
  // The statements are few, because they contain nothing that was typed.
  for (const sql of ready.keys()) expect(sql).not.toContain("attention");
  database.close();
}, 120_000);

test("matches are in order inside any text, and an excerpt is part of it: 10,000 texts", () => {
  const property = fc.property(typed, typed, (text, query) => {
    const searchTerms = toSearchTerms(parseExpression(query));
    let done = 0;
    for (const { start, end } of findMatches(text, searchTerms)) {
      expect(start).toBeGreaterThanOrEqual(done);
      expect(end).toBeGreaterThan(start);
      done = end;
    }
    expect(done).toBeLessThanOrEqual(text.length);
    const excerpt = highlightExcerpt(text, searchTerms, 20).map((one) => one.text);
    expect(text).toContain(excerpt.filter((one) => one !== "…").join(""));
  });
  fc.assert(property, { numRuns: 10_000 });
}, 60_000);

test("search and completion accept any text", async () => {
  const property = fc.asyncProperty(typed, async (text) => {
    const { papers, total } = await searchPapers(text, { page: 0, size: 5 });
    expect(papers.length).toBe(Math.min(5, total));
    expect((await completeQuery(text)).length).toBeLessThanOrEqual(8);
  });
  await fc.assert(property, { numRuns: 300 });
}, 60_000);
