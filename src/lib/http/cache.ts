import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { parseHttpDate } from "./date";
import { CORS_HEADERS } from "./handler";

/** A representation's validators (RFC 9110, 8.8). */
type Validators = { etag: string; lastModified?: Date };

/**
 * Computes the ETag of a body. It is weak, because the server may send the body compressed, and
 * those are other bytes.
 */
export const computeEtag = (body: string): string =>
  `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** Compares weakly, as If-None-Match requires (RFC 9110, 13.1.2): only the quoted parts count. */
function matchesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch.trim() === "*") return true;
  const opaqueTags: string[] = ifNoneMatch.match(/"[^"]*"/g) ?? [];
  return opaqueTags.includes(etag.replace(/^W\//, ""));
}

/**
 * Whether the client of a GET or HEAD already has this representation. If-None-Match decides
 * alone if it is sent; If-Modified-Since counts only without it (RFC 9110, 13.2.2).
 */
export function isNotModified(headers: Headers, { etag, lastModified }: Validators): boolean {
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== null) return matchesEtag(ifNoneMatch, etag);
  const since = parseHttpDate(headers.get("if-modified-since") ?? "");
  return lastModified !== undefined && since !== null && lastModified <= since;
}

type Change = { etag: string; second: number };

const MAX_REMEMBERED_ADDRESSES = 1_000;

/** The last change of each address, in seconds since 1970. */
const changes = new LRUCache<string, Change>({ max: MAX_REMEMBERED_ADDRESSES });

/**
 * Returns when the answer at an address last changed, to the second, as far as this process
 * knows. The result may be later than the true change but never earlier, so that no client gets a
 * 304 for something that changed.
 */
function findLastChange(address: string, etag: string, now: Date): Date {
  const known = changes.get(address);
  if (known?.etag === etag) return new Date(known.second * 1000);
  const currentSecond = Math.floor(now.getTime() / 1000);
  // A second change within one second must not carry the date of the first.
  const second = known ? Math.max(currentSecond, known.second + 1) : currentSecond;
  changes.set(address, { etag, second });
  return new Date(second * 1000);
}

/** Headers that describe a body: a 304 is sent without them (RFC 9110, 15.4.5). */
const BODY_HEADERS = ["Content-Type", "Content-Disposition"];

type Answer = {
  body: string;
  headers: Record<string, string>;
  /** Adds Last-Modified. Leave it out if there are too many addresses to remember. */
  now?: Date;
};

/** Answers a GET or HEAD with an ETag, or with 304 if the client already has this body. */
export function respondIfChanged(request: Request, { body, headers, now }: Answer): Response {
  const { pathname, search } = new URL(request.url);
  const etag = computeEtag(body);
  const lastModified = now && findLastChange(pathname + search, etag, now);
  const allHeaders = new Headers({ ...headers, ETag: etag });
  if (lastModified) allHeaders.set("Last-Modified", lastModified.toUTCString());
  if (!isNotModified(request.headers, { etag, lastModified })) {
    return new Response(body, { headers: allHeaders });
  }
  for (const name of BODY_HEADERS) allHeaders.delete(name);
  return new Response(null, { status: 304, headers: allHeaders });
}

/** Answers a GET or HEAD with a feed or file that anybody may cache for five minutes. */
export const respondCacheable = (
  request: Request,
  body: string,
  headers: Record<string, string>,
  now: Date,
): Response =>
  respondIfChanged(request, {
    body,
    headers: { ...CORS_HEADERS, "Cache-Control": "public, max-age=300", ...headers },
    now,
  });
