// @ts-check
import { createHash } from "node:crypto";

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * The policy of one page: its own scripts and those inline ones that it holds, by their hashes. A
 * page that is kept and sent again keeps its policy, which a nonce would forbid.
 * @param {string} html
 */
export function policyOf(html) {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self' ${[...new Set(hashes)].join(" ")}`.trim(),
    // React writes style attributes; a style can't act.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** @param {unknown} headers @param {string} name */
function given(headers, name) {
  if (!headers || typeof headers !== "object" || Array.isArray(headers)) return undefined;
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/**
 * Holds an HTML answer back until it is whole, then sends it with its policy.
 * @template {import("node:http").ServerResponse} R
 * @param {R} response @returns {R}
 */
export function withPolicy(response) {
  /** @type {Buffer[]} */
  const chunks = [];
  /** @type {boolean | undefined} */
  let isHtml;
  const { write, end, writeHead, flushHeaders } = response;
  const decide = (/** @type {unknown} */ headers = undefined) => {
    const type = given(headers, "content-type") ?? response.getHeader("content-type");
    const encoding = given(headers, "content-encoding") ?? response.getHeader("content-encoding");
    isHtml ??= !response.headersSent && !encoding && String(type).startsWith("text/html");
    return isHtml;
  };
  const keep = (/** @type {any} */ chunk, /** @type {any} */ encoding) => {
    if (chunk === undefined || chunk === null || typeof chunk === "function") return;
    chunks.push(
      typeof chunk === "string"
        ? Buffer.from(chunk, typeof encoding === "string" ? /** @type {any} */ (encoding) : "utf8")
        : Buffer.from(chunk),
    );
  };
  const callbackOf = (/** @type {any[]} */ words) => words.find((one) => typeof one === "function");

  response.writeHead = /** @type {any} */ (
    (/** @type {number} */ status, /** @type {any[]} */ ...rest) => {
      const headers = rest.at(-1);
      if (!decide(headers)) return writeHead.call(response, status, ...rest);
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers ?? {})) {
        if (value !== undefined) response.setHeader(name, /** @type {any} */ (value));
      }
      return response;
    }
  );
  response.flushHeaders = () => {
    if (!decide()) flushHeaders.call(response);
  };
  response.write = /** @type {any} */ (
    (/** @type {any[]} */ ...words) => {
      if (!decide()) return write.apply(response, /** @type {any} */ (words));
      keep(words[0], words[1]);
      callbackOf(words)?.();
      return true;
    }
  );
  response.end = /** @type {any} */ (
    (/** @type {any[]} */ ...words) => {
      if (!decide()) return end.apply(response, /** @type {any} */ (words));
      keep(words[0], words[1]);
      const html = Buffer.concat(chunks);
      if (!response.headersSent) {
        response.setHeader("Content-Security-Policy", policyOf(html.toString("utf8")));
        response.removeHeader("Transfer-Encoding");
        if (response.req.method !== "HEAD") response.setHeader("Content-Length", html.length);
      }
      return end.call(response, html, "utf8", callbackOf(words));
    }
  );
  return response;
}
