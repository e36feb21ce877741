import { KIND_DEFAULTS, type PullSource } from "./source-config";

const ARXIV = ["export", "rss", "oaipmh"].map((name) => `https://${name}.arxiv.org`);

const isAtHome = ({ kind, url }: PullSource) => url === KIND_DEFAULTS[kind].url;
const isArxiv = ({ kind }: PullSource) => kind !== "hf";

/** Whom a source may be asked at, and may redirect to. */
export function listAllowedOrigins(source: PullSource): string[] {
  const { origin, host } = new URL(source.url);
  if (isAtHome(source) && isArxiv(source)) return [...ARXIV, "https://arxiv.org"];
  // A host that was allowed without encryption may lead to itself with it.
  return [origin, `https://${host}`];
}

/** Sources behind one gate are asked one after another, by one process: all of arXiv is one. */
export const getHostName = (source: PullSource): string =>
  isArxiv(source) ? "arxiv.org" : new URL(source.url).host;

/** ms between two requests through a gate: arXiv's terms of use say three seconds. */
export const getRequestInterval = (gate: string): number => (gate === "arxiv.org" ? 3_000 : 0);

/** Who a source is, for people. */
export function formatSourceLabel(source: PullSource): string {
  if (!isAtHome(source)) return new URL(source.url).host;
  return isArxiv(source) ? "arXiv" : "Hugging Face";
}
