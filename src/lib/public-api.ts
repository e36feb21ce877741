import { createHash } from "node:crypto";
import { env } from "@/env";
import { AppError } from "./errors";
import { log } from "./log";
import { RateLimit } from "./rate-limit";

/** What a read answers; its bytes decide its ETag. */
export type ReadResponse = { body: string; type: string; headers?: Record<string, string> };

export const toReadResponse = (value: unknown, headers?: Record<string, string>): ReadResponse => ({
  body: JSON.stringify(value),
  type: "application/json; charset=utf-8",
  headers,
});

/** Reads are open to every page of every site: they tell what is public, and know no cookie. */
export const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
};

const WINDOW = 300;
/** Next bundles this module once a route, and all routes count together. */
const kept = globalThis as typeof globalThis & {
  dailyPapersReads?: { points: number; limit: RateLimit };
};

function readLimit(): RateLimit {
  const points = env().apiLimit;
  if (kept.dailyPapersReads?.points !== points) {
    kept.dailyPapersReads = { points, limit: new RateLimit({ points, seconds: WINDOW }) };
  }
  return kept.dailyPapersReads.limit;
}

/** Set by src/cli/serve.mjs over whatever was sent; without it (`next dev`) all are one client. */
export const getClientKey = (request: Request) =>
  request.headers.get("x-daily-papers-client") ?? "unknown";

const problem = (error: string, status: number, headers?: Record<string, string>) =>
  Response.json({ error }, { status, headers: { "Cache-Control": "no-store", ...headers } });

/**
 * Counts a request against its client's limit; answers with the headers that tell what is left.
 *
 * @param points so many reads it stands for
 */
export async function countRead(request: Request, points = 1) {
  const { allowed, remaining, seconds } = await readLimit().count(getClientKey(request), points);
  const headers: Record<string, string> = {
    RateLimit: `"api";r=${remaining};t=${seconds}`,
    "RateLimit-Policy": `"fixed window";"api";q=${env().apiLimit};w=${WINDOW}`,
  };
  if (allowed) return { headers, refusal: null };
  const sentence = `Too many requests: ${env().apiLimit} in ${WINDOW / 60} minutes. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  return {
    headers,
    refusal: problem(sentence, 429, {
      ...CORS_HEADERS,
      ...headers,
      "Retry-After": String(seconds),
    }),
  };
}

export const computeEtag = (body: string): string =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** Compared weakly, as RFC 9110 wants: a proxy that compresses weakens the tag. */
const isKnown = (request: Request, etag: string): boolean =>
  (request.headers.get("if-none-match") ?? "")
    .split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === etag || tag === "*");

function answer(request: Request, { body, type, headers }: ReadResponse): Response {
  const etag = computeEtag(body);
  const known = isKnown(request, etag);
  return new Response(known ? null : body, {
    status: known ? 304 : 200,
    headers: {
      ...(!known && { "Content-Type": type }),
      ETag: etag,
      "Cache-Control": "public, max-age=0, must-revalidate",
      ...headers,
    },
  });
}

function failed(request: Request, error: unknown): Response {
  if (error instanceof AppError) return problem(error.message, error.status);
  log.error("read failed", {
    path: new URL(request.url).pathname,
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return problem("Something went wrong here. Please try again.", 500);
}

/**
 * Makes a route handler of a function that reads: counted against the client's limit, open to
 * other sites' pages, with an ETag and 304, errors as `{"error"}`.
 */
export function publicRead<Context>(
  read: (request: Request, context: Context) => Promise<ReadResponse>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const { headers, refusal } = await countRead(request);
    const response =
      refusal ??
      (await read(request, context).then(
        (told) => answer(request, told),
        (error) => failed(request, error),
      ));
    for (const [name, value] of Object.entries({ ...CORS_HEADERS, ...headers })) {
      response.headers.set(name, value);
    }
    return response;
  };
}

/** What a browser asks before a read that is none of the simplest. */
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
