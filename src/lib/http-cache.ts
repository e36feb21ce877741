import { computeEtag } from "./public-api";

/** What was last answered at an address, and since which second it is the same. */
const answered = new Map<string, { tag: string; since: number }>();
const MOST_REMEMBERED = 1_000;

/**
 * Since when an address answers so, in seconds. As far as this process saw it: that may be later
 * than the true change, never earlier, so that nobody is told "not modified" of what has changed.
 */
function unchangedSince(address: string, tag: string, now: Date): number {
  const known = answered.get(address);
  const second = Math.floor(now.getTime() / 1000);
  if (known?.tag === tag) return known.since;
  // A second change in the same second must not carry the first one's date.
  const since = known ? Math.max(second, known.since + 1) : second;
  answered.delete(address);
  answered.set(address, { tag, since });
  const [oldest] = answered.keys();
  if (answered.size > MOST_REMEMBERED && oldest !== undefined) answered.delete(oldest);
  return since;
}

/** RFC 9110, 13.1.2: a list of tags, weak ones match too; 13.1.3: a date counts only without them. */
function isKnown(request: Request, tag: string, since: number): boolean {
  const tags = request.headers.get("if-none-match");
  if (tags !== null) {
    const given: string[] = tags.match(/"[^"]*"/g) ?? [];
    return tags.trim() === "*" || given.includes(tag);
  }
  const date = Date.parse(request.headers.get("if-modified-since") ?? "");
  return since * 1000 <= date;
}

/**
 * Answers a GET or HEAD with a text that anybody may keep: with ETag and Last-Modified, and as 304
 * to those who have it.
 */
export function answerKept(
  request: Request,
  body: string,
  headers: Record<string, string>,
  now: Date,
): Response {
  const { pathname, search } = new URL(request.url);
  const tag = computeEtag(body);
  const since = unchangedSince(pathname + search, tag, now);
  const all = {
    ...headers,
    // Weak: it may be sent compressed, which are other bytes.
    ETag: `W/${tag}`,
    "Last-Modified": new Date(since * 1000).toUTCString(),
    "Cache-Control": "public, max-age=300",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
  };
  if (isKnown(request, tag, since)) return new Response(null, { status: 304, headers: all });
  return new Response(body, { headers: all });
}
