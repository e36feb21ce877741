import { ingestEntries, makeEntry } from "@tests/factories";
import { describe, expect, test } from "vitest";
import { env, useEnv } from "@/env";
import { GET } from "./route";

const ask = (path: string, headers: HeadersInit = {}) => {
  const request = new Request(`http://localhost:3000/export/${path}`, { headers });
  const format = path.split("?")[0] ?? "";
  return GET(request, { params: Promise.resolve({ format }) });
};

const TWO = [
  makeEntry({ id: "2603.00001", day: "2026-03-04" }),
  makeEntry({ id: "astro-ph/0601001", day: "2026-03-05" }),
];

test.each([
  ["bibtex", "application/x-bibtex; charset=utf-8", "bib", "@misc{"],
  ["ris", "application/x-research-info-systems; charset=utf-8", "ris", "TY  - UNPB\r\n"],
  ["csl", "application/vnd.citationstyles.csl+json", "json", "[\n"],
  ["csv", "text/csv; charset=utf-8", "csv", "id,title,"],
])("%s of one paper is a file with its type and name", async (format, type, ending, start) => {
  await ingestEntries(TWO);
  const answer = await ask(`${format}?paper=astro-ph/0601001`);
  expect(answer.headers.get("content-type")).toBe(type);
  expect(answer.headers.get("content-disposition")).toBe(
    `attachment; filename="astro-ph-0601001.${ending}"`,
  );
  const text = await answer.text();
  expect(text.startsWith(start)).toBe(true);
  expect(text).toContain("astro-ph/0601001");
  expect(text).not.toContain("2603.00001");
});

describe("an export of a list is named after the list", () => {
  test.each([
    ["csl", "papers.json", 2],
    ["csl?date=2026-03-04", "papers-date-2026-03-04.json", 1],
    ["csl?week=2026-W10", "papers-week-2026-W10.json", 2],
    ["csl?month=2026-03", "papers-month-2026-03.json", 2],
    ["csl?month=2026-04", "papers-month-2026-04.json", 0],
    ["csl?sort=trending", "papers-trending.json", 2],
    ["csl?author=Ada+Author+0", "authors-Ada-Author-0.json", 2],
    ["csl?q=numbered", "papers-search.json", 2],
    ["csl?q=nothing", "papers-search.json", 0],
  ])("%s", async (path, file, count) => {
    await ingestEntries(TWO);
    const answer = await ask(path);
    expect(answer.headers.get("content-disposition")).toContain(`"${file}"`);
    expect(await answer.json()).toHaveLength(count);
  });

  test("a month of a thousand papers is complete", async () => {
    const id = (index: number) => `2603.${10_000 + index}`;
    const many = Array.from({ length: 1_001 }, (_, index) => makeEntry({ id: id(index) }));
    await ingestEntries(many);
    expect(await (await ask("csl?month=2026-03")).json()).toHaveLength(1_000);
  });
});

test.each([
  ["endnote", 404],
  ["bibtex?paper=2603.99999", 404],
  ["ris?paper=%00", 404],
  ["csv?paper=", 404],
  ["csl?date=2025-13-40", 400],
])("%s is refused with a sentence", async (path, status) => {
  const answer = await ask(path);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
});

test("a client that exports many lists has to wait", async () => {
  useEnv({ ...env(), apiLimit: 15 });
  expect((await ask("csv")).status).toBe(200);
  const answer = await ask("csv");
  expect(answer.status).toBe(429);
  expect(answer.headers.has("retry-after")).toBe(true);
});

test("an unchanged export is 304", async () => {
  await ingestEntries(TWO);
  const etag = (await ask("bibtex")).headers.get("etag") ?? "";
  expect((await ask("bibtex", { "If-None-Match": etag })).status).toBe(304);
});
