import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { NOW } from "@tests/factories";
import { answerDay, makePuller } from "@tests/pulling";
import { type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { releaseLease, renewLease } from "@/db/lease";
import { env } from "@/env";
import { MINUTE } from "@/lib/duration";
import {
  claimHost,
  endRun,
  noteRequest,
  postponeSources,
  saveLastRequest,
  saveProgress,
} from "./mutations";

let server: SourceServer;
const children: ChildProcess[] = [];
beforeEach(async () => {
  server = await startSourceServer(answerDay);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await server.stop();
});

const hf = () => `hf:daily_papers;url=${server.url}`;

/** Starts `npm run job pull` as a separate process on this test's database. */
function startJob() {
  const child = spawn(process.execPath, ["--import", "tsx", "src/jobs/run.ts", "pull"], {
    env: {
      ...process.env,
      DATABASE_URL: `file:${env().databaseFile}`,
      SECRET: env().secret,
      SOURCES: hf(),
      SOURCES_PRIVATE: "allow",
      CLOCK: "2026-03-05T15:00:00Z",
    },
  });
  children.push(child);
  return { child, ended: once(child, "close"), printed: text(child.stdout) };
}

const dates = () =>
  server.requestedPaths.map((path) => new URL(path, server.url).searchParams.get("date"));

test("the next process continues a killed run at once: it repeats nothing and leaves nothing out", async () => {
  server.behave((request, response, good) => {
    if (!request.url?.includes("date=2026-03-02")) response.end(good());
  });
  const { child, ended } = startJob();
  await vi.waitFor(() => expect(dates()).toContain("2026-03-02"), 20_000);
  child.kill("SIGKILL");
  await ended;
  const done = dates();
  expect(done.at(0)).toBe("2026-03-05");
  expect(await db().paper.count()).toBe(6);

  server.behave(undefined);
  server.requestedPaths.length = 0;
  const puller = makePuller(hf());
  // The killed process's lease would last two minutes more.
  puller.advanceClock(1);
  expect(await puller.run({ due: true })).toContain("8 new");
  expect(dates()).toEqual([
    "2026-03-02",
    "2026-03-01",
    "2026-02-28",
    "2026-02-27",
    "2026-02-26",
    "2026-02-25",
  ]);
  expect(await db().paper.count()).toBe(14);
  expect(await puller.state()).toMatchObject({ failures: 0, leaseOwner: null });
}, 60_000);

test("of two processes that pull at once only one makes requests", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.behave(async (_, response, good) => {
    await released;
    response.end(good());
  });
  const one = startJob();
  await vi.waitFor(() => expect(server.requestedPaths).toHaveLength(1), 20_000);
  const two = startJob();
  await two.ended;
  expect(await two.printed).toContain("another process is pulling it");
  release();
  await one.ended;
  expect(await one.printed).toContain("14 new");
  expect(new Set(dates()).size).toBe(server.requestedPaths.length);
}, 60_000);

test("of many claims of a host at the same moment exactly one succeeds", async () => {
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, index) => claimHost("arxiv.org", `owner ${index}`, NOW)),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
});

test("a lease of a process on another host is respected until it expires", async () => {
  const puller = makePuller(hf());
  await claimHost(new URL(server.url).host, "elsewhere:1:a", puller.now());
  puller.advanceClock(2);
  expect(await puller.run()).toBe(`${puller.name}: another process is pulling it.`);
  expect(server.requestedPaths).toEqual([]);
  puller.advanceClock(1);
  expect(await puller.run()).toContain("14 new");
});

test("a clock that was set back keeps no process from pulling", async () => {
  const puller = makePuller(hf());
  await puller.run();
  await claimHost(new URL(server.url).host, "elsewhere:1:a", puller.now());
  server.requestedPaths.length = 0;
  puller.advanceClock(-24 * 60);
  expect(await puller.run({ due: true })).toBe(`${puller.name}: 0 new, 0 changed.`);
  expect(server.requestedPaths.length).toBeGreaterThan(0);
  server.requestedPaths.length = 0;
  expect(await puller.run({ due: true })).toBe("No source is due.");
});

test("a former lease owner writes nothing and does not release the new lease", async () => {
  const start = new Date("2026-03-05T15:00:00Z");
  const later = new Date(start.getTime() + 4 * MINUTE);
  await db().source.create({ data: { name: "hf:daily_papers" } });
  const late = await claimHost("host", "late", start);
  expect(await claimHost("host", "next", new Date(start.getTime() + 2 * MINUTE))).toBeNull();
  const next = await claimHost("host", "next", later);
  if (!late || !next) throw new Error("no lease");
  expect(next.fence).toBe(late.fence + 1);
  const before = await db().source.findMany();
  expect(await renewLease(late, later)).toBe(false);
  expect(await noteRequest(late, "hf:daily_papers", later)).toBe(false);
  expect(await saveProgress(late, "hf:daily_papers", '{"steps":[]}')).toBe(false);
  expect(await endRun(late, "hf:daily_papers", { nextAt: later, succeededAt: later })).toBe(false);
  await postponeSources(late, ["hf:daily_papers"], later);
  await saveLastRequest(late, later);
  expect(await releaseLease(late)).toBe(false);
  expect(await db().source.findMany()).toEqual(before);
  expect(await saveProgress(next, "hf:daily_papers", '{"steps":[]}')).toBe(true);
});

test("a run stops when another process claims its lease, and the other's papers stay", async () => {
  const puller = makePuller(hf());
  let overtaken = false;
  const summary = await puller.run({
    async fetch(url, about) {
      const answer = await puller.options.fetch(url, about);
      if (!overtaken) {
        overtaken = true;
        // While this process sleeps, another one claims the host.
        puller.advanceClock(10);
        expect(await puller.run()).toContain("14 new");
      }
      return answer;
    },
  });
  expect(summary).toContain("another process is pulling it");
  expect(new Set(dates()).size).toBe(9);
  expect(await db().paper.count()).toBe(14);
  expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: NOW });
});

test("a process that was asked to stop leaves the rest to the next run, which is due at once", async () => {
  const puller = makePuller(hf());
  await puller.run({ isStopping: () => server.requestedPaths.length >= 3 });
  expect(server.requestedPaths).toHaveLength(3);
  await puller.run({ due: true });
  expect(server.requestedPaths).toHaveLength(9);
  expect(await db().paper.count()).toBe(14);
});
