// @ts-check
import { createHash } from "node:crypto";
import { isPage, MISSING } from "./missing-page.mjs";

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

/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Holds an HTML answer back until it is whole, then sends it with its policy, if it didn't bring a
 * stricter one; other answers pass. A page that is missing is sent as `missing` has it.
 * @param {ServerResponse} response @param {() => Promise<Buffer | null>} missing
 */
export function withPolicy(response, missing) {
  const { write, end, writeHead, flushHeaders } = response;
  /** @type {Buffer[]} */
  const chunks = [];

  const isHtml = () =>
    !response.headersSent && String(response.getHeader("content-type")).startsWith("text/html");

  /** @param {unknown} chunk @param {unknown} encoding */
  const keep = (chunk, encoding) => {
    if (typeof chunk === "string") {
      chunks.push(
        Buffer.from(
          chunk,
          Buffer.isEncoding(String(encoding)) ? /** @type {BufferEncoding} */ (encoding) : "utf8",
        ),
      );
    } else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };

  /** @param {unknown[]} words */
  const callBack = (words) => {
    const callback = words.find((word) => typeof word === "function");
    if (typeof callback === "function") callback();
  };

  /** @param {Buffer} page */
  const sendPage = (page) => {
    // An answer without its page has no policy to tell: it would stand over the kept page's.
    const bare = response.statusCode === 304 || response.req.method === "HEAD";
    if (!bare && !response.hasHeader("Content-Security-Policy")) {
      response.setHeader("Content-Security-Policy", policyOf(page.toString("utf8")));
    }
    // A paper's address answers in Markdown too: next.config.ts.
    if (response.req.url?.startsWith("/papers/")) response.appendHeader("Vary", "Accept");
    response.end(page);
  };

  const release = () => Object.assign(response, { write, end, writeHead, flushHeaders });

  Object.assign(response, {
    /** @param {number} status @param {unknown[]} rest */
    writeHead(status, ...rest) {
      const headers = rest.at(-1);
      for (const [name, value] of typeof headers === "object"
        ? Object.entries(headers ?? {})
        : []) {
        response.setHeader(name, value);
      }
      response.statusCode = status;
      if (!isHtml()) {
        release();
        response.writeHead(status);
      }
      return response;
    },
    flushHeaders() {
      if (isHtml()) return;
      release();
      response.flushHeaders();
    },
    /** @param {[any, ...any[]]} words */
    write(...words) {
      if (!isHtml()) {
        release();
        return response.write(...words);
      }
      keep(words[0], words[1]);
      callBack(words);
      return true;
    },
    /** @param {any[]} words */
    end(...words) {
      const html = isHtml();
      release();
      if (!html) return response.end(...words);
      keep(words[0], words[1]);
      const page = Buffer.concat(chunks);
      const isMissing = response.statusCode === 404 && isPage(page) && response.req.url !== MISSING;
      if (!isMissing) sendPage(page);
      else {
        for (const name of ["Link", "Content-Length", "ETag"]) response.removeHeader(name);
        missing().then((whole) => sendPage(whole ?? page));
      }
      callBack(words);
      return response;
    },
  });
}
