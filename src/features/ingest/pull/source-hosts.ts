import { SECOND } from "@/lib/duration";
import { KIND_DEFAULTS, type PullSource } from "./source-config";

const ARXIV_HOST = "arxiv.org";
const ARXIV_ORIGINS = ["export", "rss", "oaipmh"].map((name) => `https://${name}.${ARXIV_HOST}`);
/** https://info.arxiv.org/help/api/tou.html: at most one request every three seconds */
const ARXIV_REQUEST_INTERVAL = 3 * SECOND;

const hasDefaultUrl = ({ kind, url }: PullSource) => url === KIND_DEFAULTS[kind].url;
const isArxiv = ({ kind }: PullSource) => kind !== "hf";

/** Lists the origins that a source may be requested from and redirected to. */
export function listAllowedOrigins(source: PullSource): string[] {
  const { origin, host } = new URL(source.url);
  if (hasDefaultUrl(source) && isArxiv(source)) return [...ARXIV_ORIGINS, `https://${ARXIV_HOST}`];
  // A host that is allowed over HTTP may redirect to itself over HTTPS.
  return [origin, `https://${host}`];
}

/** Returns the host whose lease a source needs. All of arXiv counts as one host. */
export const getHostName = (source: PullSource): string =>
  isArxiv(source) ? ARXIV_HOST : new URL(source.url).host;

/** Returns the milliseconds between two requests to a host. */
export const getRequestInterval = (host: string): number =>
  host === ARXIV_HOST ? ARXIV_REQUEST_INTERVAL : 0;

/** Formats a source's name for people. */
export function formatSourceLabel(source: PullSource): string {
  if (!hasDefaultUrl(source)) return new URL(source.url).host;
  return isArxiv(source) ? "arXiv" : "Hugging Face";
}
