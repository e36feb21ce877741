// @ts-check
import { ServerResponse } from "node:http";

const POLICY = "content-security-policy";
const NO_FRAMES = "frame-ancestors 'none'";
const ONE_YEAR = "max-age=31536000";

/** @param {boolean} isHttps @returns {Record<string, string>} the headers of any response */
const listHeaders = (isHttps) => ({
  "X-Content-Type-Options": "nosniff",
  ...(isHttps && { "Strict-Transport-Security": ONE_YEAR }),
});

/**
 * Returns the headers that `writeHead` was called with: an object, or a flat list of names and values.
 * @param {unknown} headers @returns {[string, any][]}
 */
function listEntries(headers) {
  if (!headers || typeof headers !== "object") return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  return headers.flatMap((name, index) =>
    index % 2 === 0 ? [/** @type {[string, any]} */ ([String(name), headers[index + 1]])] : [],
  );
}

/**
 * Creates the class of the server's responses. It adds the security headers when a response begins.
 * Node creates responses of this class also for requests that it answers by itself, such as 400
 * without a Host header and 417.
 * @param {boolean} isHttps whether the site's address is https
 * @returns {typeof ServerResponse}
 */
export function createSecureResponse(isHttps) {
  const headers = Object.entries(listHeaders(isHttps));

  class SecureResponse extends ServerResponse {
    /**
     * @override Node calls this for every response, also for one that begins with `write` or `end`.
     * @param {number} status @param {any[]} rest an optional reason, then optional headers
     * @returns {this}
     */
    writeHead(status, ...rest) {
      if (this.headersSent) return super.writeHead(status, ...rest);
      const given = listEntries(rest.at(-1));
      for (const [name, value] of given) this.setHeader(name, value);
      for (const [name, value] of headers) if (!this.hasHeader(name)) this.setHeader(name, value);
      this.#forbidFrames(status);
      const [reason] = rest;
      return typeof reason === "string" ? super.writeHead(status, reason) : super.writeHead(status);
    }

    /** Forbids other sites to show the response in a frame, unless its own policy decides about frames. */
    #forbidFrames(/** @type {number} */ status) {
      const policy = this.getHeader(POLICY);
      if (policy !== undefined) {
        const policies = [policy].flat().join(", ");
        if (!policies.includes("frame-ancestors")) {
          this.setHeader(POLICY, `${policies}; ${NO_FRAMES}`);
        }
        return;
      }
      // A policy here would replace that of the page in a cache: see sendPage in policy.mjs.
      const isHtml = String(this.getHeader("content-type")).startsWith("text/html");
      const lacksPage = status === 304 || (isHtml && this.req.method === "HEAD");
      if (lacksPage) this.setHeader("X-Frame-Options", "DENY");
      else this.setHeader(POLICY, NO_FRAMES);
    }
  }
  // The type of Node's class depends on that of the request, which ours doesn't change.
  return /** @type {typeof ServerResponse} */ (/** @type {unknown} */ (SecureResponse));
}

/** @type {Record<string, string>} */
const STATUS_BY_ERROR = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/**
 * Creates a listener that answers what isn't HTTP as Node does, and adds the security headers. Such a
 * request has no response object.
 * @param {boolean} isHttps whether the site's address is https
 * @returns {(error: NodeJS.ErrnoException, socket: import("node:stream").Duplex & { _httpMessage?: any }) => void}
 */
export function createClientErrorListener(isHttps) {
  const lines = Object.entries({
    ...listHeaders(isHttps),
    "Content-Security-Policy": NO_FRAMES,
    Connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);

  return (error, socket) => {
    // Node keeps the response that is being sent in _httpMessage: nothing may be written into it.
    if (socket.writable && !socket._httpMessage?.headersSent) {
      const status = STATUS_BY_ERROR[error.code ?? ""] ?? "400 Bad Request";
      socket.write(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`);
    }
    socket.destroy(error);
  };
}
