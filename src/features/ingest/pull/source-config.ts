import { EnvError } from "@/env";

export const SOURCE_KIND_NAMES = ["hf", "arxiv", "arxiv-rss", "arxiv-oai"] as const;
export type SourceKind = (typeof SOURCE_KIND_NAMES)[number];

/** A source as `SOURCES` asks for it. */
export type PullSource = {
  /** Without options but `url`: under it stands what it told */
  name: string;
  kind: SourceKind;
  /** Categories, or an OAI set */
  topics: string[];
  /** Its papers stand on their day; else they fill the archive */
  list: boolean;
  /** ms from one run to the next */
  every: number;
  /** Where it is asked */
  url: string;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CATEGORY = /^[a-z]+(-[a-z]+)?(\.[A-Za-z-]+)?$/;
const SET = /^[a-z]+(-[a-z]+)?(:[A-Za-z-]+){0,2}$/;

/** What is so unless a source's options say otherwise. */
export const KIND_DEFAULTS: Record<
  SourceKind,
  { url: string; every: number; list: boolean; example: string }
> = {
  hf: {
    url: "https://huggingface.co/api/daily_papers",
    every: 30 * MINUTE,
    list: true,
    example: "hf:daily_papers",
  },
  arxiv: {
    url: "https://export.arxiv.org/api/query",
    every: 2 * HOUR,
    list: false,
    example: "arxiv:cs.CL+cs.LG",
  },
  "arxiv-rss": {
    url: "https://rss.arxiv.org/atom",
    every: HOUR,
    list: false,
    example: "arxiv-rss:cs.AI",
  },
  "arxiv-oai": {
    url: "https://oaipmh.arxiv.org/oai",
    every: 4 * HOUR,
    list: false,
    example: "arxiv-oai:cs",
  },
};

const UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: 24 * HOUR };

/** What is wrong with a source's name or option, to stand after it. */
class BadSource extends Error {}

function parseTopics(kind: SourceKind, text: string): string[] {
  const { example } = KIND_DEFAULTS[kind];
  const topics = kind === "arxiv-oai" ? [text] : text.split("+");
  const pattern = kind === "arxiv-oai" ? SET : kind === "hf" ? /^daily_papers$/ : CATEGORY;
  if (topics.length > 20) throw new BadSource("names more than twenty categories");
  if (!topics.every((topic) => pattern.test(topic))) {
    throw new BadSource(`is no source of ${kind}: write it like ${example}`);
  }
  return topics;
}

function parseInterval(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const every = Number(count) * (UNITS[unit] ?? 0);
  if (every < 5 * MINUTE || every > 7 * 24 * HOUR) {
    throw new BadSource("has no good interval: write every=15m, every=2h or every=1d, 5m to 7d");
  }
  return every;
}

function parseAddress(text: string, kind: SourceKind): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new BadSource("has no good address: write url=https://papers.example.org");
  }
  if (url.pathname === "/") url.pathname = new URL(KIND_DEFAULTS[kind].url).pathname;
  return url.href.replace(/\/$/, "");
}

function parseSource(word: string): PullSource {
  const [what = "", ...options] = word.split(";");
  const at = what.indexOf(":");
  const kind = SOURCE_KIND_NAMES.find((known) => known === what.slice(0, Math.max(at, 0)));
  if (!kind) {
    const examples = Object.values(KIND_DEFAULTS).map(({ example }) => example);
    throw new BadSource(`is no source: write one like ${examples.join(", ")}`);
  }
  const topics = parseTopics(kind, what.slice(at + 1));
  const { url, every, list } = KIND_DEFAULTS[kind];
  const source: PullSource = { name: what, kind, topics, list, every, url };
  for (const option of options.filter(Boolean)) {
    if (option === "list") source.list = true;
    else if (option.startsWith("every=")) source.every = parseInterval(option.slice(6));
    else if (option.startsWith("url=")) {
      source.url = parseAddress(option.slice(4), kind);
      source.name = `${what};url=${source.url}`;
    } else throw new BadSource(`has an unknown option ${JSON.stringify(option)}`);
  }
  return source;
}

/**
 * The sources that `SOURCES` names, separated by commas or blanks.
 *
 * @throws EnvError with a sentence for each that can't be
 */
export function parseSources(text: string): PullSource[] {
  const sources: PullSource[] = [];
  const wrong: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    try {
      const source = parseSource(word);
      if (sources.some(({ name }) => name === source.name))
        throw new BadSource("stands there twice");
      sources.push(source);
    } catch (error) {
      if (!(error instanceof BadSource)) throw error;
      wrong.push(`SOURCES: ${JSON.stringify(word)} ${error.message}`);
    }
  }
  if (wrong.length) throw new EnvError(`Please fix .env: ${wrong.join("; ")}.`);
  return sources;
}
