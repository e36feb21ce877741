import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "playwright/test";
import { makeEntry } from "../made-up";
import { startMailServer } from "../mail-server";
import { INGEST_TOKEN, type Settings, type Site, startSite, toEnvironment } from "./site";

const settings = (): Settings => ({
  ...process.env,
  SECRET: "a secret of the operations tests, long enough",
  DATABASE_URL: `file:${mkdtempSync(path.join(tmpdir(), "daily-papers-ops-"))}/site.db`,
  DIGEST_SCHEDULE: "off",
});

async function start(env: Settings) {
  const child = spawn(process.execPath, ["src/cli/bootstrap.mjs", "start"], {
    env: toEnvironment(env),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}

/** For the tests that neither stop their site nor change its settings. */
let shared: Site;

test.beforeAll(async () => {
  shared = await startSite();
});

test.afterAll(async () => {
  await shared.stop();
});

test("a wrong setting stops the start with one sentence, without a stack trace", async () => {
  const taken = createServer().listen(0);
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const wrong: [Settings, RegExp][] = [
    [{ PORT: port }, /Port \d+ is taken by another program/],
    [{ DATABASE_URL: "file:/dev/null/data/site.db" }, /can't be written/],
    [{ DATABASE_URL: "mysql://nowhere" }, /Please fix \.env: DATABASE_URL must start with file:/],
    [{ PORT: "eighty" }, /PORT must be a number/],
    [{ SECRET: "short", DIGEST_TIME_ZONE: "Mars/Base" }, /SECRET is too short.*DIGEST_TIME_ZONE/],
  ];
  for (const [values, sentence] of wrong) {
    const { code, output } = await start({ ...settings(), PORT: "0", ...values });
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  }
  taken.close();
});

test("after SIGTERM the server finishes the running request, closes the database and exits with 0", async () => {
  const site = await startSite();
  const body = JSON.stringify([makeEntry()]);
  const half = Math.floor(body.length / 2);
  const socket = connect(Number(new URL(site.url).port), "localhost");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(
    `POST /api/ingest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${INGEST_TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, half)}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  const stopped = site.stop();
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket.write(body.slice(half));
  expect(await stopped).toBe(0);
  expect(answer).toContain("200 OK");
  expect(answer).toContain('"created":1');
});

test("the ingest route answers each kind of bad body with its status and reason", async () => {
  const site = shared;
  const send = (body: string, headers: Record<string, string> = {}, query = "") =>
    fetch(`${site.url}/api/ingest${query}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${INGEST_TOKEN}`, ...headers },
      body,
    });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const cases: [Response, number, RegExp][] = [
    [await send("[]", { Authorization: "" }), 401, /INGEST_TOKEN/],
    [await send("[]", { Authorization: "Bearer wrong" }), 401, /INGEST_TOKEN/],
    [await send("not json"), 400, /not JSON/],
    [await send("[]", {}, "?date=2026-13-40"), 400, /date: must be a day/],
    [await send('{"papers": []}'), 422, /JSON array/],
    [await send('"text"'), 422, /JSON array/],
    [await send("[".repeat(1_000_000)), 422, /nests too deeply/],
    [await send(`[${'"x",'.repeat(9_000_000)}1]`), 413, /larger/],
  ];
  for (const [answer, status, reason] of cases) {
    expect(answer.status).toBe(status);
    expect((await answer.json()).error).toMatch(reason);
  }
  const hostile = await send(`[${deep}, {"__proto__": {"paper": 1}}]`);
  expect(await hostile.json()).toMatchObject({
    created: 0,
    rejected: [{ index: 0 }, { index: 1 }],
  });

  const closed = await startSite({ INGEST_TOKEN: "" });
  const refused = await fetch(`${closed.url}/api/ingest`, { method: "POST", body: "[]" });
  expect(refused.status).toBe(503);
  await closed.stop();
});

test("a write sent by another site is refused", async () => {
  const site = shared;
  const writes: [string, string][] = [
    ["POST", "/api/sign-in"],
    ["POST", "/api/sign-in/confirm"],
    ["POST", "/api/sign-out"],
    ["POST", "/api/subscriptions"],
    ["POST", "/api/subscriptions/confirm"],
    ...[
      "preferences",
      "pause",
      "resume",
      "start",
      "unsubscribe",
      "address",
      "address/confirm",
      "delete",
      "link",
    ].map((write): [string, string] => ["POST", `/api/subscription/${write}`]),
    ["PUT", "/api/papers/2603.00001/upvote"],
    ["DELETE", "/api/papers/2603.00001/upvote"],
    ["POST", "/api/papers/2603.00001/upvote"],
  ];
  const senders: Record<string, string>[] = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    {},
    { "Sec-Fetch-Site": "cross-site", Origin: site.url },
    { "Sec-Fetch-Site": "same-site" },
  ];
  for (const [method, address] of writes) {
    for (const headers of senders) {
      const answer = await fetch(site.url + address, { method, headers, body: "email=a@b.org" });
      expect(answer.status, `${method} ${address} ${JSON.stringify(headers)}`).toBe(403);
    }
    const get = await fetch(site.url + address, { redirect: "manual" });
    expect([404, 405]).toContain(get.status);
  }
});

test("every response has the security headers", async () => {
  const site = await startSite({ SITE_URL: "https://papers.example.org" });
  const requests: [string, number, RequestInit?][] = [
    ["/papers", 200],
    ["/no/such/page", 404],
    ["/no/such/paper.js", 404],
    ["/%E0%A4%A", 400],
    ["/api/%E0%A4%A", 400],
    ["/papers", 405, { method: "POST" }],
    ["/api/papers", 405, { method: "PATCH" }],
    ["/", 307],
    ["/feed/rss", 200],
    ["/robots.txt", 200],
    ["/api/daily_papers", 200],
    ["/api/status", 200],
    ["/api/nothing", 404],
    ["/api/ingest", 401, { method: "POST" }],
    ["/api/sign-in", 403, { method: "POST" }],
    ["/api/papers", 204, { method: "OPTIONS" }],
  ];
  for (const [address, status, init] of requests) {
    const answer = await fetch(site.url + address, { redirect: "manual", ...init });
    const what = `${init?.method ?? "GET"} ${address}`;
    if (address !== "/") expect(answer.status, what).toBe(status);
    expect(answer.headers.get("strict-transport-security"), what).toMatch(/max-age=\d{8}/);
    expect(answer.headers.get("x-content-type-options"), what).toBe("nosniff");
    expect(answer.headers.get("content-security-policy"), what).toContain("frame-ancestors 'none'");
  }
  await site.stop();
});

test("the ingest command exits with 1 when an entry was rejected", async () => {
  const site = shared;
  const good = await site.run(["src/cli/ingest.ts", "-"], { input: JSON.stringify([makeEntry()]) });
  expect(good).toMatchObject({ code: 0 });
  expect(good.output).toContain('"created":1');
  const bad = await site.run(["src/cli/ingest.ts", "-"], { input: '[{"paper": {}}]' });
  expect(bad).toMatchObject({ code: 1 });
  expect(bad.output).toContain('"index":0');
  const none = await site.run(["src/cli/ingest.ts", "/no/such/file"]);
  expect(none).toMatchObject({ code: 1 });
  expect(none.output).not.toMatch(/^\s+at /m);
  expect(await site.run(["src/jobs/run.ts", "no-such-job"])).toMatchObject({ code: 1 });
});

/** Sends one request as raw text and returns the answer, until the server closes or is silent for 5 s. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "localhost");
    let answer = "";
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
    socket.write(text);
  });
}

test("a running site can be backed up, and refuses a restore until it is stopped", async () => {
  const site = await startSite();
  // The server opens the database at its first query.
  expect((await fetch(`${site.url}/api/daily_papers`)).status).toBe(200);
  const backup = path.join(mkdtempSync(path.join(tmpdir(), "daily-papers-backup-")), "site.db");
  const command = (words: string[]) => site.run(["src/cli/backup.ts", ...words]);
  expect(await command(["backup", backup])).toMatchObject({ code: 0 });
  const again = await command(["backup", backup]);
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining("exists already") });
  const early = await command(["restore", backup]);
  expect(early).toMatchObject({ code: 1, output: expect.stringContaining("stop the server") });
  expect((await fetch(`${site.url}/api/daily_papers`)).status).toBe(200);
  site.process.kill("SIGTERM");
  await once(site.process, "close");
  expect(await command(["restore", backup])).toMatchObject({ code: 0 });
  await site.stop();
});

test("unusual requests get an answer, and none of them a 500", async () => {
  const site = shared;
  const rest = "Host: localhost\r\nConnection: close\r\n";
  const upgrade = "Host: localhost\r\nConnection: Upgrade, close\r\nUpgrade:";
  const cases: [string, RegExp][] = [
    [`GET /papers HTTP/1.1\r\n${upgrade} h2c\r\n\r\n`, /^HTTP\/1\.1 200/],
    [`GET /_next/webpack-hmr HTTP/1.1\r\n${upgrade} websocket\r\n\r\n`, /^HTTP\/1\.1 404/],
    [`OPTIONS * HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 400/],
    [`TRACE /api/viewer HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 405/],
    [`DELETE /papers HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 405[\s\S]*Allow: GET, HEAD/],
    [`GET http://localhost/papers HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 200/],
    [`GET http://evil.example//evil HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 (308|404)/],
    [`GET /papers/%E0%A4%A HTTP/1.1\r\n${rest}\r\n`, /^HTTP\/1\.1 400/],
  ];
  for (const [request, expected] of cases) {
    const answer = await sendRaw(site.url, request);
    expect(answer, request).toMatch(expected);
    expect(answer, request).not.toMatch(/Location: (https?:)?\/\/evil/);
  }
  const crowd = await fetch(`${site.url}/api/ingest`, {
    method: "POST",
    headers: { Authorization: `Bearer ${INGEST_TOKEN}` },
    body: `[${"0,".repeat(60_000)}0]`,
  });
  expect(crowd.status).toBe(422);
});

test("after SIGTERM the server still sends the email that a request promised", async () => {
  const mailServer = await startMailServer({
    afterData: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return undefined;
    },
  });
  const site = await startSite({ SMTP_URL: mailServer.url });
  const answer = await fetch(`${site.url}/api/subscriptions`, {
    method: "POST",
    headers: { Origin: site.url, Accept: "application/json" },
    body: new URLSearchParams({ email: "ada@example.org" }),
  });
  expect(answer.status).toBe(202);
  expect(await site.stop()).toBe(0);
  expect(mailServer.emails).toHaveLength(1);
  await mailServer.stop();
});

test("after SIGTERM beside a busy connection the server begins no other email, and nobody gets two", async () => {
  test.slow();
  const SUBSCRIBERS = 60;
  let begun = 0;
  const mail = await startMailServer({
    refuseRecipient() {
      begun += 1;
      return undefined;
    },
    afterData: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return undefined;
    },
  });
  const site = await startSite({
    CLOCK: "2026-03-06T12:00:00.000Z",
    SMTP_URL: mail.url,
    JOB_TOKEN: "the-job-token-of-the-operations-tests",
    DIGEST_HOUR: "7",
  });
  const rows = Array.from(
    { length: SUBSCRIBERS },
    (_, index) => `a${index}@example.org,2026-01-02,form`,
  );
  const table = ["email,consented_at,consent_source", ...rows].join("\n");
  const imported = await site.run(["src/cli/subscribers.ts", "import", "-"], {
    input: table,
    env: { CLOCK: "2026-03-06T05:00:00.000Z" },
  });
  expect(imported).toMatchObject({ code: 0 });
  expect((await site.ingest([makeEntry()])).status).toBe(200);

  fetch(`${site.url}/api/jobs/digest`, {
    method: "POST",
    headers: { Authorization: "Bearer the-job-token-of-the-operations-tests" },
  }).catch(() => {});
  await expect.poll(() => begun, { timeout: 30_000 }).toBeGreaterThan(5);

  // One connection that is never idle: the next request is sent when the answer begins.
  const busy = connect(Number(new URL(site.url).port), "localhost");
  const request = "GET /api/daily_papers HTTP/1.1\r\nHost: localhost\r\n\r\n";
  busy.on("data", () => busy.write(request));
  busy.on("error", () => {});
  busy.write(request.repeat(3));

  const signalled = Date.now();
  const atSignal = begun;
  site.process.kill("SIGTERM");
  const [code] = await once(site.process, "close");
  expect(code).toBe(0);
  expect(Date.now() - signalled).toBeLessThan(9_000);
  expect(begun - atSignal).toBeLessThanOrEqual(5);
  expect(mail.emails).toHaveLength(begun);

  const rest = await site.run(["src/jobs/run.ts", "digest"], {
    env: { CLOCK: "2026-03-06T12:05:00.000Z" },
  });
  expect(rest).toMatchObject({ code: 0 });
  const recipients = mail.emails.flatMap(({ to }) => to);
  expect(recipients).toHaveLength(SUBSCRIBERS);
  expect(new Set(recipients).size).toBe(SUBSCRIBERS);
  await site.stop();
  await mail.stop();
});
