import { EnvError } from "@/env";
import { DAY, HOUR, MINUTE } from "@/lib/duration";

const SOURCE_KIND_NAMES = ["hf", "arxiv", "arxiv-rss", "arxiv-oai"] as const;
export type SourceKind = (typeof SOURCE_KIND_NAMES)[number];

/** A source that `SOURCES` lists. */
export type PullSource = {
  /** Key under which its records are stored; includes only the `url` option */
  name: string;
  kind: SourceKind;
  /** Categories, or one OAI set */
  topics: string[];
  /** Whether its papers are listed on their day; otherwise they fill the archive */
  list: boolean;
  /** Milliseconds from one run to the next */
  interval: number;
  /** The address of its requests, without parameters */
  url: string;
};

const MAX_CATEGORIES = 20;
const MIN_INTERVAL = 5 * MINUTE;
const MAX_INTERVAL = 7 * DAY;
const CATEGORY = /^[a-z]+(-[a-z]+)?(\.[A-Za-z-]+)?$/;
const OAI_SET = /^[a-z]+(-[a-z]+)?(:[A-Za-z-]+){0,2}$/;

/** The defaults of each kind. A source's options override them. */
export const KIND_DEFAULTS: Record<
  SourceKind,
  { url: string; interval: number; list: boolean; example: string }
> = {
  hf: {
    url: "https://huggingface.co/api/daily_papers",
    interval: 30 * MINUTE,
    list: true,
    example: "hf:daily_papers",
  },
  arxiv: {
    url: "https://export.arxiv.org/api/query",
    interval: 2 * HOUR,
    list: false,
    example: "arxiv:cs.CL+cs.LG",
  },
  "arxiv-rss": {
    url: "https://rss.arxiv.org/atom",
    interval: HOUR,
    list: false,
    example: "arxiv-rss:cs.AI",
  },
  "arxiv-oai": {
    url: "https://oaipmh.arxiv.org/oai",
    interval: 4 * HOUR,
    list: false,
    example: "arxiv-oai:cs",
  },
};

const INTERVAL_UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY };

/** What is wrong with a source. The message follows the source's text in a sentence. */
class BadSource extends Error {}

function parseTopics(kind: SourceKind, text: string): string[] {
  const { example } = KIND_DEFAULTS[kind];
  const topics = kind === "arxiv-oai" ? [text] : text.split("+");
  const pattern = kind === "arxiv-oai" ? OAI_SET : kind === "hf" ? /^daily_papers$/ : CATEGORY;
  if (topics.length > MAX_CATEGORIES) {
    throw new BadSource(`names more than ${MAX_CATEGORIES} categories`);
  }
  if (!topics.every((topic) => pattern.test(topic))) {
    throw new BadSource(`is not a valid ${kind} source: write it like ${example}`);
  }
  return topics;
}

function parseInterval(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const interval = Number(count) * (INTERVAL_UNITS[unit] ?? 0);
  if (interval < MIN_INTERVAL || interval > MAX_INTERVAL) {
    throw new BadSource(
      "has an invalid interval: write every=15m, every=2h or every=1d (5m to 7d)",
    );
  }
  return interval;
}

function parseAddress(text: string, kind: SourceKind): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new BadSource("has an invalid address: write url=https://papers.example.org");
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
    throw new BadSource(`is not a source: write one like ${examples.join(", ")}`);
  }
  const topics = parseTopics(kind, what.slice(at + 1));
  const { url, interval, list } = KIND_DEFAULTS[kind];
  const source: PullSource = { name: what, kind, topics, list, interval, url };
  for (const option of options.filter(Boolean)) {
    if (option === "list") source.list = true;
    else if (option.startsWith("every=")) source.interval = parseInterval(option.slice(6));
    else if (option.startsWith("url=")) {
      source.url = parseAddress(option.slice(4), kind);
      source.name = `${what};url=${source.url}`;
    } else throw new BadSource(`has an unknown option ${JSON.stringify(option)}`);
  }
  return source;
}

/**
 * Parses `SOURCES`: sources separated by commas or white space.
 *
 * @throws EnvError with a sentence for each invalid source
 */
export function parseSources(text: string): PullSource[] {
  const sources: PullSource[] = [];
  const wrong: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    try {
      const source = parseSource(word);
      if (sources.some(({ name }) => name === source.name)) throw new BadSource("is listed twice");
      sources.push(source);
    } catch (error) {
      if (!(error instanceof BadSource)) throw error;
      wrong.push(`SOURCES: ${JSON.stringify(word)} ${error.message}`);
    }
  }
  if (wrong.length) throw new EnvError(`Please fix .env: ${wrong.join("; ")}.`);
  return sources;
}
