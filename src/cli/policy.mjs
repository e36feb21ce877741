// @ts-check
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { isNextPage, NOT_FOUND_PATH } from "./not-found-page.mjs";

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * Builds the Content-Security-Policy of a page. It allows the site's script files and, by their
 * hashes, the page's own inline scripts. With a nonce instead, a cached page could not be sent again.
 * @param {string} html
 */
export function buildPolicy(html) {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self' ${[...new Set(hashes)].join(" ")}`.trim(),
    // React writes style attributes; a style can't run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {() => Promise<Buffer | null>} FindNotFoundPage */

/** Collects what is written to it. When it ends, it passes the whole to a function. */
class PageBuffer extends Writable {
  /** @type {Buffer[]} */
  #chunks = [];
  #send;

  /** @param {(page: Buffer) => Promise<void>} send */
  constructor(send) {
    // Without a high-water mark: nothing drains before the end, so `write` must not ask to wait.
    super({ highWaterMark: Number.MAX_SAFE_INTEGER });
    this.#send = send;
  }

  /**
   * @override @param {Buffer} chunk @param {BufferEncoding} _encoding
   * @param {(error?: Error) => void} done
   */
  _write(chunk, _encoding, done) {
    // A copy: after `done` the writer may use its memory for something else.
    this.#chunks.push(Buffer.from(chunk));
    done();
  }

  /** @override @param {(error?: Error) => void} done */
  _final(done) {
    this.#send(Buffer.concat(this.#chunks)).then(() => done(), done);
  }
}

/**
 * Sends a complete page with its policy, unless it has a stricter one of its own.
 * @param {ServerResponse} response @param {Buffer} rendered @param {FindNotFoundPage} findNotFoundPage
 */
async function sendPage(response, rendered, findNotFoundPage) {
  const { req: request, statusCode } = response;
  let page = rendered;
  if (statusCode === 404 && isNextPage(rendered) && request.url !== NOT_FOUND_PATH) {
    for (const name of ["Link", "Content-Length", "ETag"]) response.removeHeader(name);
    page = (await findNotFoundPage()) ?? rendered;
  }
  // An answer without a body gets no policy: it would replace that of the page in a cache
  // (RFC 9111, 4.3.4 and 4.3.5) and lacks the hashes of its scripts.
  const hasBody = statusCode !== 304 && request.method !== "HEAD";
  if (hasBody && !response.hasHeader("Content-Security-Policy")) {
    response.setHeader("Content-Security-Policy", buildPolicy(page.toString("utf8")));
  }
  // A paper's address also answers in Markdown: see next.config.ts.
  if (request.url?.startsWith("/papers/")) response.appendHeader("Vary", "Accept");
  response.end(page);
}

/**
 * Delays an HTML page until it is complete, because the policy in its headers depends on its text.
 * Any other response is sent as it is written.
 *
 * A response can begin by one of four methods. Each of them checks the content type: it writes a
 * page to a buffer, and gives any other response its own methods back.
 * @param {ServerResponse} response @param {FindNotFoundPage} findNotFoundPage
 */
export function addPagePolicy(response, findNotFoundPage) {
  const { write, end, writeHead, flushHeaders } = response;
  const restore = () => Object.assign(response, { write, end, writeHead, flushHeaders });

  const buffer = new PageBuffer((page) => {
    restore();
    return sendPage(response, page, findNotFoundPage);
  });
  // Without a listener, an error of one page would end the process.
  buffer.on("error", (error) => {
    console.error(error);
    response.destroy();
  });

  const isPage = () =>
    !response.headersSent && String(response.getHeader("content-type")).startsWith("text/html");

  const chooseTarget = () => (isPage() ? buffer : restore());

  Object.assign(response, {
    /** @param {number} status @param {unknown[]} rest an optional reason, then optional headers */
    writeHead(status, ...rest) {
      const headers = rest.at(-1);
      if (headers && typeof headers === "object") {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      }
      response.statusCode = status;
      if (!isPage()) restore().writeHead(status);
      return response;
    },
    flushHeaders() {
      if (!isPage()) restore().flushHeaders();
    },
    /** @param {[any, ...any[]]} chunk with an optional encoding and callback */
    write: (...chunk) => chooseTarget().write(...chunk),
    /** @param {any[]} chunk with an optional encoding and callback */
    end(...chunk) {
      chooseTarget().end(...chunk);
      return response;
    },
  });
}
