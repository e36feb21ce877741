// @ts-check
// The production server: Next behind a plain HTTP server of ours, which decides about stopping and
// about the pages' policy. bootstrap.mjs starts it once everything is installed and built.
import { createServer } from "node:http";
import compression from "compression";
import next from "next";
import { CLIENT_HEADER, findClientAddress } from "./client-address.mjs";
import { createNotFoundPage, NOT_FOUND_PATH } from "./not-found-page.mjs";
import { addPagePolicy } from "./policy.mjs";
import { createClientErrorListener, createSecureResponse } from "./security-headers.mjs";

const port = Number(process.env.PORT || 3000);
const isBehindProxy = process.env.TRUSTED_PROXY === "on";
const isHttps = /^\s*https:/i.test(process.env.SITE_URL ?? "");
const PAGE_METHODS = ["GET", "HEAD"];
const API_METHODS = [...PAGE_METHODS, "POST", "PUT", "DELETE", "OPTIONS"];
/** How long running requests may take to finish after a signal to stop. */
const REQUEST_TIMEOUT_MS = 10_000;
/** When the process exits all the same. Shorter than the 90 s after which systemd kills. */
const STOP_TIMEOUT_MS = 60_000;

/** Rare: prepare.ts checked the port a moment ago. @param {Error} error */
function exitWithoutPort(error) {
  console.error(`The server can't listen on port ${port}: ${error.message}`);
  process.exit(1);
}

/** @type {import("node:http").RequestListener} */
let handle = (_, response) => response.writeHead(503, { "Retry-After": "1" }).end("Starting.");
const server = createServer(
  { ServerResponse: createSecureResponse(isHttps) },
  (request, response) => handle(request, response),
);
server.on("clientError", createClientErrorListener(isHttps));
server.on("error", exitWithoutPort);
// Next adds a listener for "upgrade", with which Node would leave the socket of a request that
// offers to upgrade open. Without one, Node answers it like any other request.
server.on("newListener", (event, listener) => {
  if (event === "upgrade") setImmediate(() => server.removeListener("upgrade", listener));
});
await new Promise((listening) => server.listen(port, () => listening(undefined)));

/** @type {any} */
const compress = compression();
const app = next({ dev: false, dir: process.cwd(), port, hostname: "localhost" });
const answer = app.getRequestHandler();
await app.prepare();
const findNotFoundPage = createNotFoundPage(() =>
  fetch(`http://localhost:${getBoundPort()}${NOT_FOUND_PATH}`),
);

/** The port that the system chose, where the settings say 0. */
function getBoundPort() {
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

/** Whether every escape is valid. Next would answer 500 for `%E0%A4%A`. @param {string} url */
function canDecode(url) {
  try {
    decodeURIComponent(url.replace(/\?.*/, ""));
    return true;
  } catch {
    return false;
  }
}

/** @param {import("node:http").ServerResponse} response @param {boolean} isApi */
function refuseAddress(response, isApi) {
  const sentence = "This address can't be read.";
  const type = isApi ? "application/json" : "text/plain; charset=utf-8";
  response.writeHead(400, { "Content-Type": type });
  response.end(isApi ? JSON.stringify({ error: sentence }) : `${sentence}\n`);
}

let isStopping = false;

/**
 * Asks the client to open a new connection for its next request, and closes this one. A proxy keeps
 * its connections busy for hours, and the server can't stop before they end.
 * @param {import("node:http").ServerResponse} response
 */
function closeAfter(response) {
  response.shouldKeepAlive = false;
  if (!response.headersSent) response.setHeader("Connection", "close");
}

handle = (request, response) => {
  if (isStopping) closeAfter(response);
  response.once("finish", () => {
    if (isStopping) setImmediate(() => server.closeIdleConnections());
  });
  // A proxy may send the absolute form of an address (RFC 9112, 3.2.2).
  const url = (request.url ?? "").replace(/^https?:\/\/[^/]+(?=\/)/i, "");
  request.url = url;
  const isApi = url.startsWith("/api/");
  if (!url.startsWith("/") || !canDecode(url)) {
    refuseAddress(response, isApi);
    return;
  }
  const methods = isApi ? API_METHODS : PAGE_METHODS;
  if (!methods.includes(request.method ?? "")) {
    response.writeHead(405, { Allow: methods.join(", ") }).end();
    return;
  }
  // Overwrites what the client sent: rate limits count by this header.
  request.headers[CLIENT_HEADER] = findClientAddress({
    socket: request.socket.remoteAddress,
    forwardedFor: [request.headers["x-forwarded-for"] ?? []].flat().join(","),
    trusted: isBehindProxy,
  });
  // The policy is added before compression, because it needs the page's text.
  compress(request, response, () => {
    addPagePolicy(response, findNotFoundPage);
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
};

/**
 * Returns what the bundle keeps under this name in lib/process-wide.ts.
 * @param {string} name
 */
function findInBundle(name) {
  /** @type {typeof globalThis & { dailyPapers?: Map<string, unknown> }} */
  const { dailyPapers } = globalThis;
  return dailyPapers?.get(name);
}

/**
 * Stops in this order: no new work, jobs, running requests, the database.
 *
 * The jobs are asked first, because a client that keeps its connection busy would otherwise hold them
 * up: the sender finishes the emails that it has begun and begins no other. The database closes last,
 * so that the state of each email is recorded.
 */
async function stop() {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  const stopJobs = /** @type {(() => Promise<void>) | undefined} */ (findInBundle("stopJobs"));
  const jobsStopped = Promise.resolve(stopJobs?.());
  const requestsEnded = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), REQUEST_TIMEOUT_MS).unref();
  await Promise.allSettled([jobsStopped, requestsEnded]);
  // Waits for emails that a request has promised after its response.
  await app.close();
  /** @typedef {{ client: import("../db/client").Database }} Connection */
  const database = /** @type {Connection | undefined} */ (findInBundle("database"));
  await database?.client.$disconnect();
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

const sources = process.env.SOURCES?.trim();
const boundPort = getBoundPort();
const pulling = sources
  ? `Pulled automatically:  ${sources.replaceAll(/\s+/g, " ")}    (state: /status)`
  : "Pull automatically:    set SOURCES=hf:daily_papers in .env and restart";
console.log(`
${process.env.SITE_NAME || "Daily Papers"} is running at ${process.env.SITE_URL?.trim() || `http://localhost:${boundPort}`} (port ${boundPort}).
${pulling}
Add papers from files: npm run ingest -- FILE-OR-FOLDER    (Hugging Face's, arXiv's or your own)
Add papers by HTTP:    curl -H "Authorization: Bearer $INGEST_TOKEN" --data-binary @FILE http://localhost:${boundPort}/api/ingest
Settings are in .env; docs/settings.md explains each. Press Ctrl-C to stop the server.
`);
