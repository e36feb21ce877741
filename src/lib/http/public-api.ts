import { env } from "@/env";
import { MINUTE, SECOND } from "@/lib/duration";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { plural } from "@/lib/plural";
import { rememberOnce } from "@/lib/process-wide";
import { respondIfChanged } from "./cache";
import { CORS_HEADERS } from "./handler";
import { RateLimit } from "./rate-limit";

/** The result of a handler of the read API; `publicRead` adds the rest of the response. */
export type ReadResponse = { body: string; type: string; headers?: Record<string, string> };

export const toReadResponse = (value: unknown, headers?: Record<string, string>): ReadResponse => ({
  body: JSON.stringify(value),
  type: "application/json; charset=utf-8",
  headers,
});

/** The window in which a client's reads are counted. */
const WINDOW_SECONDS = (5 * MINUTE) / SECOND;

/** All routes count against one limit. `points` is part of the name, because tests change it. */
const openReadLimit = (points: number): RateLimit =>
  rememberOnce(`readLimit:${points}`, () => new RateLimit({ points, seconds: WINDOW_SECONDS }));

/**
 * Returns the key under which a client's requests are counted. src/cli/serve.mjs sets the header
 * and overwrites what a client sends; without it (`next dev`) all requests count as one client's.
 */
export const getClientKey = (request: Request): string =>
  request.headers.get("x-daily-papers-client") ?? "unknown";

const respondError = (error: string, status: number, headers?: Record<string, string>): Response =>
  Response.json({ error }, { status, headers: { "Cache-Control": "no-store", ...headers } });

/**
 * Counts a request against its client's limit.
 *
 * @param points the number of reads as which the request counts
 * @returns the headers that state how many reads are left, and the 429 response if the limit is exceeded
 */
export async function countRead(request: Request, points = 1) {
  const { apiLimit } = env();
  const limit = openReadLimit(apiLimit);
  const { allowed, remaining, seconds } = await limit.count(getClientKey(request), points);
  const headers: Record<string, string> = {
    RateLimit: `"api";r=${remaining};t=${seconds}`,
    "RateLimit-Policy": `"fixed window";"api";q=${apiLimit};w=${WINDOW_SECONDS}`,
  };
  if (allowed) return { headers, refusal: null };
  const sentence = `Too many requests: the limit is ${apiLimit} in ${WINDOW_SECONDS / 60} minutes. Try again in ${plural(seconds, "second")}.`;
  const retryAfter = { "Retry-After": String(seconds) };
  return {
    headers,
    refusal: respondError(sentence, 429, { ...CORS_HEADERS, ...headers, ...retryAfter }),
  };
}

const respond = (request: Request, { body, type, headers }: ReadResponse): Response =>
  respondIfChanged(request, {
    body,
    headers: {
      "Content-Type": type,
      "Cache-Control": "public, max-age=0, must-revalidate",
      ...headers,
    },
  });

function respondFailure(request: Request, error: unknown): Response {
  if (error instanceof AppError) return respondError(error.message, error.status, error.headers);
  log.error("read failed", {
    path: new URL(request.url).pathname,
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return respondError("Something went wrong here. Please try again.", 500);
}

/**
 * Creates a route handler from a function that reads. The handler counts each request against its
 * client's limit, allows other sites' pages to read the answer, answers with an ETag or 304, and
 * turns errors into `{"error"}`.
 */
export function publicRead<Context>(
  read: (request: Request, context: Context) => Promise<ReadResponse>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const { headers, refusal } = await countRead(request);
    const response =
      refusal ??
      (await read(request, context).then(
        (answer) => respond(request, answer),
        (error) => respondFailure(request, error),
      ));
    for (const [name, value] of Object.entries({ ...CORS_HEADERS, ...headers })) {
      response.headers.set(name, value);
    }
    return response;
  };
}

/** Answers a browser's question whether another site's page may send a read. */
export const answerPreflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...CORS_HEADERS,
      Allow: "GET, HEAD, OPTIONS",
      "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
      "Access-Control-Allow-Headers": "*, Authorization",
      "Access-Control-Max-Age": "86400",
    },
  });
