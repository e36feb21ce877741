// @ts-check
// The production server: Next behind one plain HTTP server, so that stopping and the page's
// policy are ours. Started by bootstrap.mjs after everything is installed and built.
import { createServer } from "node:http";
import compression from "compression";
import next from "next";
import { CLIENT_HEADER, clientAddress } from "./client-address.mjs";
import { MISSING, missingPage } from "./missing-page.mjs";
import { withPolicy } from "./policy.mjs";

const port = Number(process.env.PORT || 3000);
const isBehindProxy = process.env.TRUSTED_PROXY === "on";
const isHttps = process.env.SITE_URL?.startsWith("https:");
const PAGE_METHODS = ["GET", "HEAD"];
const API_METHODS = [...PAGE_METHODS, "POST", "PUT", "DELETE", "OPTIONS"];
/** How long running requests may take to finish once we are asked to stop. */
const GRACE = 10_000;

/** Rare: prepare.ts has tried the port a moment ago. @param {Error} error */
function failedToListen(error) {
  console.error(`The server can't listen on port ${port}: ${error.message}`);
  process.exit(1);
}

/** @type {import("node:http").RequestListener} */
let handle = (_, response) => response.writeHead(503, { "Retry-After": "1" }).end("Starting.");
const server = createServer((request, response) => handle(request, response));
server.on("error", failedToListen);
// Nothing here speaks anything but HTTP: without this listener, which Next adds, Node answers a
// request that offers to upgrade like any other; with it the socket would be left open.
server.on("newListener", (event, listener) => {
  if (event === "upgrade") setImmediate(() => server.removeListener("upgrade", listener));
});
await new Promise((listening) => server.listen(port, () => listening(undefined)));

/** Below the policy, which needs the page as it is. @type {any} */
const compress = compression();
const app = next({ dev: false, dir: process.cwd(), port, hostname: "localhost" });
const answer = app.getRequestHandler();
await app.prepare();
const missing = missingPage(() => fetch(`http://localhost:${boundPort()}${MISSING}`));

function boundPort() {
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

/** A malformed escape (`%E0%A4%A`) is the sender's mistake; Next would call it its own. @param {string} url */
function isReadable(url) {
  try {
    decodeURIComponent(url.replace(/\?.*/, ""));
    return true;
  } catch {
    return false;
  }
}

handle = (request, response) => {
  // A proxy may ask by the whole address (RFC 9112, 3.2.2).
  const url = (request.url ?? "").replace(/^https?:\/\/[^/]+(?=\/)/i, "");
  request.url = url;
  const method = request.method ?? "";
  const allowed = url.startsWith("/api/") ? API_METHODS : PAGE_METHODS;
  if (!url.startsWith("/") || !isReadable(url)) {
    const sentence = "This address can't be read.";
    const isApi = url.startsWith("/api/");
    const type = isApi ? "application/json" : "text/plain; charset=utf-8";
    response.writeHead(400, { "Content-Type": type, "X-Content-Type-Options": "nosniff" });
    response.end(isApi ? JSON.stringify({ error: sentence }) : `${sentence}\n`);
    return;
  }
  if (!allowed.includes(method)) {
    response.writeHead(405, { Allow: allowed.join(", ") }).end();
    return;
  }
  // Over whatever the client sent: limits are counted by it.
  request.headers[CLIENT_HEADER] = clientAddress({
    socket: request.socket.remoteAddress,
    forwardedFor: [request.headers["x-forwarded-for"] ?? []].flat().join(","),
    trusted: isBehindProxy,
  });
  if (isHttps) response.setHeader("Strict-Transport-Security", "max-age=31536000");
  compress(request, response, () => {
    withPolicy(response, missing);
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
};

let stopping = false;
/** Lets running requests finish, then closes the database and leaves. */
function stop() {
  if (stopping) return;
  stopping = true;
  const leave = async () => {
    /** @type {typeof globalThis & { dailyPapersStopJobs?: () => Promise<void>, dailyPapersDatabase?: { client: import("../db/client").Database } }} */
    const kept = globalThis;
    // The mails of running requests and jobs, too, reach their server before the database closes.
    await kept.dailyPapersStopJobs?.();
    await app.close();
    await kept.dailyPapersDatabase?.client.$disconnect();
    process.exit(0);
  };
  setTimeout(() => process.exit(0), GRACE).unref();
  server.close(leave);
  server.closeIdleConnections();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

const sources = process.env.SOURCES?.trim();
const filling = sources
  ? `Pulled by itself:      ${sources.replaceAll(/\s+/g, " ")}    (how that goes: /status)`
  : "Have it fill itself:   SOURCES=hf:daily_papers in .env, then start again";
const bound = boundPort();
console.log(`
${process.env.SITE_NAME || "Daily Papers"} is open at ${process.env.SITE_URL || `http://localhost:${bound}`} (port ${bound}).
${filling}
or bring papers in:    npm run ingest -- FILE-OR-FOLDER    (Hugging Face's, arXiv's or your own)
or post them:          curl -H "Authorization: Bearer $INGEST_TOKEN" --data-binary @FILE http://localhost:${bound}/api/ingest
Settings are in .env; what each means is in README.md. Ctrl-C stops the server.
`);
