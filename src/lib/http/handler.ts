import { createHash, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { env } from "@/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { parseInput } from "./parse-input";
import { renderProblemPage } from "./problem-page";

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/**
 * Refuses a write that a page of another site may have sent. Browsers send `Sec-Fetch-Site`, `Origin` or
 * both: each that was sent must name this site. A request with neither doesn't come from a page of it.
 * `Origin: null` names no site: browsers send it for a page without a referrer, so `Sec-Fetch-Site` decides.
 *
 * @throws AppError forbidden
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isFromHere = origin === new URL(env().siteUrl).origin;
  const namesNoSite = origin === null || origin === "null";
  const trusted =
    site === null ? isFromHere : site === "same-origin" && (isFromHere || namesNoSite);
  if (!trusted) {
    throw new AppError(
      "forbidden",
      `This was not sent from a page of this site. Open ${env().siteUrl} and try again there.`,
    );
  }
}

/**
 * Requires a token in the Authorization header. Compares digests, so that the time doesn't depend on
 * the token that was sent.
 *
 * @throws AppError unavailable if no token is configured, unauthorized if another or none was sent
 */
export function requireBearer(request: Request, token: string | undefined, name: string): void {
  if (!token) throw new AppError("unavailable", `Set ${name} in .env to switch this on.`);
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!timingSafeEqual(sha256(given), sha256(token))) {
    throw new AppError("unauthorized", `Send "Authorization: Bearer …" with the ${name}.`);
  }
}

/**
 * Reads the body of a request, and no byte beyond the limit.
 *
 * @throws AppError too_large
 */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    new AppError("too_large", `The body is larger than ${Math.floor(limit / 1024)} KiB.`);
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // An error that leaves the loop cancels the stream.
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads the body of a request as UTF-8. @throws AppError too_large */
export const readText = async (request: Request, limit: number): Promise<string> =>
  (await readBytes(request, limit)).toString("utf8");

const MAX_FORM_BYTES = 16 * 1024;

/** Reads the texts in a form or JSON object. Drops values of any other type. */
async function readFields(request: Request, limit: number): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("multipart") || request.headers.get("content-encoding")) {
    throw new AppError("unsupported", "Send the fields as a plain form or as JSON.");
  }
  const text = await readText(request, limit);
  if (!type.includes("json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    const entries = Object.entries(value ?? {});
    return Object.fromEntries(entries.filter((pair) => typeof pair[1] === "string"));
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
}

/**
 * Reads a form without files, or a JSON object, and validates its fields.
 *
 * @param limit the largest body, in bytes
 * @throws AppError bad_request, too_large, unsupported
 */
export const parseForm = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limit = MAX_FORM_BYTES,
): Promise<z.output<Schema>> => parseInput(schema, await readFields(request, limit));

/**
 * Reads a form that may contain a file, as browsers send it.
 *
 * @throws AppError too_large, bad_request
 */
export async function readForm(request: Request, limit: number): Promise<FormData> {
  const bytes = await readBytes(request, limit);
  const type = request.headers.get("content-type") ?? "";
  try {
    return await new Response(Uint8Array.from(bytes), {
      headers: { "Content-Type": type },
    }).formData();
  } catch {
    throw new AppError("bad_request", "This form can't be read. Go back and try again.");
  }
}

/** Whether a client asks for JSON, as scripts do; forms that a browser sends don't. */
export const wantsJson = (request: Request): boolean =>
  request.headers.get("accept")?.includes("application/json") ?? false;

/** Any site's pages may read the answer: it is public, and no cookie changes it. */
export const CORS_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers":
    "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After",
};

/** For answers about one person: no cache may store them. */
export const PRIVATE_HEADERS = { "Cache-Control": "private, no-store", Vary: "Cookie" };

/** Answers with JSON that no cache may store. */
export const respondJson = (value: unknown, init: ResponseInit = {}): Response =>
  Response.json(value, { ...init, headers: { ...PRIVATE_HEADERS, ...init.headers } });

/** Redirects to a page after a form was sent (303). */
export const redirectTo = (path: string, headers: HeadersInit = {}): Response => {
  const all = new Headers(headers);
  all.set("Location", path);
  all.set("Cache-Control", "no-store");
  return new Response(null, { status: 303, headers: all });
};

/** Responds with a page to browsers, which accept HTML, and with `{"error"}` to other clients. */
function respondError(request: Request, error: AppError): Response {
  const isBrowser = request.headers.get("accept")?.includes("text/html");
  return isBrowser
    ? renderProblemPage(error)
    : respondJson({ error: error.message }, { status: error.status, headers: error.headers });
}

/**
 * Creates a route handler from a function that may throw. An AppError becomes its status and message;
 * any other error becomes a line in the log and a 500 without details.
 */
export function createHandler<Context>(
  handle: (request: Request, context: Context) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      return await handle(request, context);
    } catch (error) {
      if (error instanceof AppError) return respondError(request, error);
      // The client closed the connection while it was sending: nobody reads the answer.
      if (request.signal.aborted) return new Response(null, { status: 400 });
      log.error("request failed", {
        path: new URL(request.url).pathname,
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return respondJson(
        { error: "Something went wrong here. Please try again." },
        { status: 500 },
      );
    }
  };
}

/** Returns a path of this site to which a redirect may go; the front page for anything else. */
export function toLocalPath(path: string | null | undefined): string {
  // Printable ASCII without the backslash: addresses escape everything else, and headers must.
  if (!path || !/^\/(?!\/)[!-[\]-~]*$/.test(path) || path.length > 1000) return "/";
  return path;
}
