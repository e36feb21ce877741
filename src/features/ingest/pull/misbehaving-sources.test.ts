import * as bad from "@tests/misbehaviours";
import { answerDay, makePuller } from "@tests/pulling";
import { type Behaviour, type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";

// However a source misbehaves, stored papers stay, nothing wrong is stored, /status states the cause,
// and the next good run stores what is missing.

let server: SourceServer;
beforeEach(async () => {
  server = await startSourceServer(answerDay);
});
afterEach(() => server.stop());

const stored = async () => ({
  papers: await db().paper.findMany({ orderBy: { id: "asc" }, omit: { updatedAt: true } }),
  listings: await db().listing.findMany({ orderBy: [{ day: "asc" }, { paperId: "asc" }] }),
});

const CASES: [string, Behaviour, string][] = [
  ["answers 500", bad.status(500), "answered 500"],
  ["answers 502", bad.status(502), "answered 502"],
  ["answers 404", bad.status(404), "answered 404"],
  ["answers 403", bad.status(403), "answered 403"],
  ["answers 304 to an unconditional request", bad.status(304), "answered 304"],
  ["answers 429", bad.status(429, { "retry-after": "100000000" }), "answered 429"],
  ["is cut off", bad.cutOff, "the answer was cut off"],
  ["is cut off, without a Content-Length", bad.cutOffChunked, "the answer was cut off"],
  ["closes the connection", bad.hangsUp, "the answer was cut off"],
  ["never answers", bad.isSilent, "no answer within 0.4 seconds"],
  ["sends its answer too slowly", bad.drips, "no answer within 0.4 seconds"],
  ["does not speak HTTP", bad.isNotHttp, "it answers something that is not HTTP"],
  ["redirects in a circle", bad.redirects("/api/daily_papers?again"), "it redirects in a circle"],
  [
    "redirects to another host",
    bad.redirects("http://127.0.0.2:1/"),
    "it redirects to a host that is not allowed",
  ],
  ["redirects to a file", bad.redirects("file:///etc/passwd"), "to a host that is not allowed"],
  ["redirects to nowhere", bad.redirects("http://["), "it redirects to nowhere"],
  ["sends a gigabyte", bad.sendsGigabyte().behaviour, "larger than 1 MiB"],
  [
    "announces a gigabyte",
    bad.respondsWith("x", { "content-length": "1073741824" }),
    "larger than 1 MiB",
  ],
  ["sends a gzip bomb", bad.sendsGzipBomb, "larger than 1 MiB"],
  ["is compressed and cut off", bad.sendsHalfOfGzip, "the answer was cut off"],
  [
    "is compressed in a way that we did not request",
    bad.sendsUnrequestedBrotli,
    "has a compression that we didn't ask",
  ],
  [
    "claims to be compressed and is not",
    bad.respondsWith("plain", { "content-encoding": "gzip" }),
    "can't be decompressed",
  ],
  ["sends truncated JSON", bad.truncates, "the answer can't be read: This is not JSON"],
  ["sends nothing", bad.respondsWith(""), "the answer can't be read: This is not JSON"],
  ["sends a web page", bad.respondsWith("<!doctype html><title>Sorry</title>"), "This is not JSON"],
  ["sends an object", bad.respondsWith('{"error":"no"}'), "Send a JSON array"],
  ["sends null", bad.respondsWith("null"), "Send a JSON array"],
  ["sends a list of numbers", bad.respondsWith("[1,2]"), "This array contains no entries"],
  ["sends endless nesting", bad.respondsWith("[".repeat(500_000)), "nests too deeply"],
];

test.each(CASES)("a source that %s", async (_, behaviour, reason) => {
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  await puller.run();
  const before = await stored();
  expect(before.papers).toHaveLength(14);

  server.behave(behaviour);
  puller.advanceClock(24 * 60);
  const fetch = reason.startsWith("no answer")
    ? puller.fetchWithShortTimeout
    : puller.options.fetch;
  expect(await puller.run({ fetch })).toContain(reason);
  expect(await stored()).toEqual(before);
  const state = await puller.state();
  expect(state?.failure).toContain(reason);
  expect(state).toMatchObject({ failures: 1, failedAt: puller.now(), leaseOwner: null });

  server.behave(undefined);
  puller.advanceClock(25 * 60);
  expect(await puller.run()).toContain("2 new, 0 changed.");
  const after = await stored();
  expect(after.papers).toHaveLength(16);
  expect(after.listings.filter(({ day }) => day === "2026-03-06")).toHaveLength(2);
  expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: puller.now() });
});

test("a new site whose source is down at first gets the missed days later", async () => {
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  server.behave(bad.hangsUp);
  await puller.run();
  expect(await db().paper.count()).toBe(0);
  server.behave(undefined);
  puller.advanceClock(25 * 60);
  await puller.run();
  const listings = await db().listing.findMany();
  expect(new Set(listings.map(({ day }) => day)).size).toBeGreaterThanOrEqual(7);
  for (const { paperId, day } of listings) {
    expect(paperId.slice(5, 9)).toBe(day.slice(5).replace("-", ""));
  }
});

test("an answer of a gigabyte is not read to its end, and a gzip bomb is not unpacked to its end", async () => {
  const { behaviour, sent } = bad.sendsGigabyte();
  server.behave(behaviour);
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  const before = process.memoryUsage().rss;
  await puller.run();
  expect(sent()).toBeLessThan(100 * 1024 * 1024);
  server.behave(bad.sendsGzipBomb);
  await puller.run();
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test("a compressed answer is accepted", async () => {
  server.behave(bad.sendsGzip);
  expect(await makePuller(`hf:daily_papers;url=${server.url}`).run()).toContain("14 new");
});

test("entries of wrong types are rejected one by one and recorded once, and the good ones are stored", async () => {
  server.behave((_, response, good) => {
    const entries = JSON.parse(good());
    response.end(JSON.stringify([...entries, { paper: { id: 7 } }, { paper: { id: "nonsense" } }]));
  });
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  expect(await puller.run()).toContain("14 new");
  const records = await db().ingestRun.count();
  puller.advanceClock(30);
  await puller.run();
  expect(await db().ingestRun.count()).toBe(records);
});
