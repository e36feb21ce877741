import { expect, test } from "vitest";
import { EnvError } from "@/env";
import { originsOf, sourceLabel } from "./source-hosts";
import { parseSources } from "./source-names";

const MINUTE = 60_000;

test("names are read, separated by commas, blanks and new lines, with what is usual for their kind", () => {
  const text =
    "hf:daily_papers;every=15m, arxiv:cs.CL+cs.LG;list\n\tarxiv-rss:cs.AI  arxiv-oai:cs;every=1d";
  expect(parseSources(text)).toMatchObject([
    { name: "hf:daily_papers", kind: "hf", list: true, every: 15 * MINUTE },
    { name: "arxiv:cs.CL+cs.LG", topics: ["cs.CL", "cs.LG"], list: true, every: 120 * MINUTE },
    { name: "arxiv-rss:cs.AI", list: false, url: "https://rss.arxiv.org/atom" },
    { name: "arxiv-oai:cs", topics: ["cs"], every: 24 * 60 * MINUTE },
  ]);
  expect(parseSources("")).toEqual([]);
  expect(parseSources(" ,\n")).toEqual([]);
});

test("another host speaks the same below its own paths, and is part of the name", () => {
  const [source] = parseSources("hf:daily_papers;url=https://papers.example.org/");
  if (!source) throw new Error("no source");
  expect(source.url).toBe("https://papers.example.org/api/daily_papers");
  expect(source.name).toBe(`hf:daily_papers;url=${source.url}`);
  expect(originsOf(source)).toEqual(["https://papers.example.org", "https://papers.example.org"]);
  expect(sourceLabel(source)).toBe("papers.example.org");
  expect(parseSources("arxiv-oai:cs;url=https://a.example.org/oai2")[0]?.url).toBe(
    "https://a.example.org/oai2",
  );
});

test.each([
  ["daily_papers", /is no source: write one like hf:daily_papers, arxiv:cs\.CL/],
  ["hf:papers", /is no source of hf: write it like hf:daily_papers/],
  ["arxiv:", /is no source of arxiv/],
  ["arxiv:cs.CL+", /is no source of arxiv/],
  ["arxiv:cs.CL)OR(all:x", /is no source of arxiv/],
  ["arxiv-rss:../x", /is no source of arxiv-rss/],
  ["arxiv-oai:cs&from=1", /is no source of arxiv-oai/],
  ["hf:daily_papers;every=1s", /write every=15m/],
  ["hf:daily_papers;every=4m", /5m to 7d/],
  ["hf:daily_papers;every=8d", /5m to 7d/],
  ["hf:daily_papers;loud", /unknown option "loud"/],
  ["hf:daily_papers;url=papers.example.org", /no good address/],
  ["hf:daily_papers;url=ftp://papers.example.org", /no good address/],
  ["hf:daily_papers;url=https://user:pass@papers.example.org", /no good address/],
  ["hf:daily_papers hf:daily_papers;list", /stands there twice/],
])("SOURCES may not be %j", (text, reason) => {
  expect(() => parseSources(text)).toThrow(EnvError);
  expect(() => parseSources(text)).toThrow(reason);
});

test("every bad one is named in one message", () => {
  expect(() => parseSources("one hf:two hf:daily_papers")).toThrow(
    /^Please mend \.env: SOURCES: "one" is no source.*; SOURCES: "hf:two" is no.*\.$/,
  );
});
