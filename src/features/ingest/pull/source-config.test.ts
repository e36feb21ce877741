import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EnvError, env } from "@/env";
import { MINUTE } from "@/lib/duration";
import { parseSources } from "./source-config";
import { formatSourceLabel, listAllowedOrigins } from "./source-hosts";

test("sources are separated by commas and white space, and have the defaults of their kind", () => {
  const text =
    "hf:daily_papers;every=15m, arxiv:cs.CL+cs.LG;list\n\tarxiv-rss:cs.AI  arxiv-oai:cs;every=1d";
  expect(parseSources(text)).toMatchObject([
    { name: "hf:daily_papers", kind: "hf", list: true, interval: 15 * MINUTE },
    { name: "arxiv:cs.CL+cs.LG", topics: ["cs.CL", "cs.LG"], list: true, interval: 120 * MINUTE },
    { name: "arxiv-rss:cs.AI", list: false, url: "https://rss.arxiv.org/atom" },
    { name: "arxiv-oai:cs", topics: ["cs"], interval: 24 * 60 * MINUTE },
  ]);
  expect(parseSources("")).toEqual([]);
  expect(parseSources(" ,\n")).toEqual([]);
});

test("another host has the same paths, and its url is part of the name", () => {
  const [source] = parseSources("hf:daily_papers;url=https://papers.example.org/");
  if (!source) throw new Error("no source");
  expect(source.url).toBe("https://papers.example.org/api/daily_papers");
  expect(source.name).toBe(`hf:daily_papers;url=${source.url}`);
  expect(listAllowedOrigins(source)).toEqual([
    "https://papers.example.org",
    "https://papers.example.org",
  ]);
  expect(formatSourceLabel(source)).toBe("papers.example.org");
  expect(parseSources("arxiv-oai:cs;url=https://a.example.org/oai2")[0]?.url).toBe(
    "https://a.example.org/oai2",
  );
});

test.each([
  ["daily_papers", /is not a source: write one like hf:daily_papers, arxiv:cs\.CL/],
  ["hf:papers", /is not a valid hf source: write it like hf:daily_papers/],
  ["arxiv:", /is not a valid arxiv source/],
  ["arxiv:cs.CL+", /is not a valid arxiv source/],
  ["arxiv:cs.CL)OR(all:x", /is not a valid arxiv source/],
  ["arxiv-rss:../x", /is not a valid arxiv-rss source/],
  ["arxiv-oai:cs&from=1", /is not a valid arxiv-oai source/],
  ["hf:daily_papers;every=1s", /write every=15m/],
  ["hf:daily_papers;every=4m", /5m to 7d/],
  ["hf:daily_papers;every=8d", /5m to 7d/],
  ["hf:daily_papers;loud", /unknown option "loud"/],
  ["hf:daily_papers;url=papers.example.org", /invalid address/],
  ["hf:daily_papers;url=ftp://papers.example.org", /invalid address/],
  ["hf:daily_papers;url=https://user:pass@papers.example.org", /invalid address/],
  ["hf:daily_papers hf:daily_papers;list", /is listed twice/],
])("SOURCES may not be %j", (text, reason) => {
  expect(() => parseSources(text)).toThrow(EnvError);
  expect(() => parseSources(text)).toThrow(reason);
});

test("one message names all invalid sources", () => {
  expect(() => parseSources("one hf:two hf:daily_papers")).toThrow(
    /^Please fix \.env: SOURCES: "one" is not a source.*; SOURCES: "hf:two" is not a valid.*\.$/,
  );
});

test("an invalid source stops the start with that sentence", async () => {
  const settings = {
    DATABASE_URL: `file:${env().databaseFile}`,
    SECRET: env().secret,
    PORT: "0",
    SOURCES: "hf:papers",
  };
  const words = ["--import", "tsx", "src/cli/prepare.ts"];
  const start = promisify(execFile)(process.execPath, words, {
    env: { ...process.env, ...settings },
  });
  await expect(start).rejects.toMatchObject({
    code: 1,
    stderr:
      'Please fix .env: SOURCES: "hf:papers" is not a valid hf source: write it like hf:daily_papers.\n',
  });
});

const piece = fc.constantFrom(
  ..."hf:daily_papers arxiv:cs.CL arxiv-oai:cs ;list hf: arxiv: arxiv-rss: arxiv-oai: daily_papers cs.CL cs + ; every= 15m 99d url= list".split(
    " ",
  ),
  ..."https://a.example.org http://127.0.0.1 https:// @ ? # / , % 😀".split(" "),
  ...[" ", "\n", "\u0000"],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

test("any text results in sources that can be requested, or in an error with a sentence", () => {
  let good = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        for (const source of parseSources(text)) {
          good += 1;
          expect(new URL(source.url).search).toBe("");
          expect(source.topics.join("")).toMatch(/^[\w.:-]+$/);
          expect(listAllowedOrigins(source)).toContain(new URL(source.url).origin);
        }
      } catch (error) {
        if (!(error instanceof EnvError)) throw error;
        expect(error.message).toMatch(/^Please fix \.env: SOURCES: /);
      }
    }),
    { numRuns: 10_000 },
  );
  expect(good).toBeGreaterThan(50);
}, 60_000);
