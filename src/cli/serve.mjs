// @ts-check
// The production server: Next behind a plain HTTP server of ours, which decides about stopping and
// about the pages' policy. bootstrap.mjs starts it once everything is installed and built.
import { createServer } from "node:http";
import compression from "compression";
import next from "next";
import { CLIENT_HEADER, findClientAddress } from "./client-address.mjs";
import { createNotFoundPage, NOT_FOUND_PATH } from "./not-found-page.mjs";
import { addPagePolicy } from "./policy.mjs";

const port = Number(process.env.PORT || 3000);
const isBehindProxy = process.env.TRUSTED_PROXY === "on";
const isHttps = process.env.SITE_URL?.startsWith("https:");
const PAGE_METHODS = ["GET", "HEAD"];
const API_METHODS = [...PAGE_METHODS, "POST", "PUT", "DELETE", "OPTIONS"];
/** How long running requests may take to finish after a signal to stop, in milliseconds. */
const STOP_TIMEOUT = 10_000;

/** Rare: prepare.ts checked the port a moment ago. @param {Error} error */
function exitWithoutPort(error) {
  console.error(`The server can't listen on port ${port}: ${error.message}`);
  process.exit(1);
}

/** @type {import("node:http").RequestListener} */
let handle = (_, response) => response.writeHead(503, { "Retry-After": "1" }).end("Starting.");
const server = createServer((request, response) => handle(request, response));
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
  response.writeHead(400, { "Content-Type": type, "X-Content-Type-Options": "nosniff" });
  response.end(isApi ? JSON.stringify({ error: sentence }) : `${sentence}\n`);
}

handle = (request, response) => {
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
  if (isHttps) response.setHeader("Strict-Transport-Security", "max-age=31536000");
  // The policy is added before compression, because it needs the page's text.
  compress(request, response, () => {
    addPagePolicy(response, findNotFoundPage);
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
};

/** Stops the jobs and closes the database. The bundle keeps both in lib/process-wide.ts. */
async function closeSite() {
  /** @type {typeof globalThis & { dailyPapers?: Map<string, unknown> }} */
  const { dailyPapers } = globalThis;
  /** @typedef {{ client: import("../db/client").Database }} Connection */
  const stopJobs = /** @type {(() => Promise<void>) | undefined} */ (dailyPapers?.get("stopJobs"));
  const database = /** @type {Connection | undefined} */ (dailyPapers?.get("database"));
  // Emails of running requests and jobs still reach their mail server before the database closes.
  await stopJobs?.();
  await app.close();
  await database?.client.$disconnect();
}

let isStopping = false;
/** Lets running requests finish, then closes the database and exits. */
function stop() {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), STOP_TIMEOUT).unref();
  server.close(async () => {
    await closeSite();
    process.exit(0);
  });
  server.closeIdleConnections();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

const sources = process.env.SOURCES?.trim();
const boundPort = getBoundPort();
const pulling = sources
  ? `Pulled automatically:  ${sources.replaceAll(/\s+/g, " ")}    (state: /status)`
  : "Pull automatically:    set SOURCES=hf:daily_papers in .env and restart";
console.log(`
${process.env.SITE_NAME || "Daily Papers"} is running at ${process.env.SITE_URL || `http://localhost:${boundPort}`} (port ${boundPort}).
${pulling}
Add papers from files: npm run ingest -- FILE-OR-FOLDER    (Hugging Face's, arXiv's or your own)
Add papers by HTTP:    curl -H "Authorization: Bearer $INGEST_TOKEN" --data-binary @FILE http://localhost:${boundPort}/api/ingest
Settings are in .env; docs/settings.md explains each. Press Ctrl-C to stop the server.
`);
