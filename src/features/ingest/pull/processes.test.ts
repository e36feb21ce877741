import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { NOW } from "@tests/factories";
import { answerDay, makePuller } from "@tests/pulling";
import { type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { claimLease, endRun, releaseLease, renewLease, saveProgress } from "./mutations";

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
const MINUTE = 60_000;

/** `npm run job pull` as a process of its own, on this test's database. */
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

const dates = () => server.asked.map((path) => new URL(path, server.url).searchParams.get("date"));

test("a run that is killed in the middle is continued by the next: nothing twice, nothing left out", async () => {
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
  server.asked.length = 0;
  const puller = makePuller(hf());
  expect(await puller.run()).toContain("another process pulls");
  puller.pass(4);
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

test("of two processes at once one pulls", async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  server.behave(async (_, response, good) => {
    await held;
    response.end(good());
  });
  const one = startJob();
  await vi.waitFor(() => expect(server.asked).toHaveLength(1), 20_000);
  const two = startJob();
  await two.ended;
  expect(await two.printed).toContain("another process pulls");
  letGo();
  await one.ended;
  expect(await one.printed).toContain("14 new");
  expect(new Set(dates()).size).toBe(server.asked.length);
}, 60_000);

test("of many that claim at the same moment one gets the lease", async () => {
  const now = new Date("2026-03-05T15:00:00Z");
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, index) => claimLease("arxiv.org", `owner ${index}`, now)),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
});

test("a late owner writes nothing, nor gives away the lease of the next", async () => {
  const start = new Date("2026-03-05T15:00:00Z");
  const later = new Date(start.getTime() + 4 * MINUTE);
  await db().source.create({ data: { name: "hf:daily_papers" } });
  const late = await claimLease("gate", "late", start);
  expect(await claimLease("gate", "next", new Date(start.getTime() + 2 * MINUTE))).toBeNull();
  const next = await claimLease("gate", "next", later);
  if (!late || !next) throw new Error("no lease");
  expect(next.fence).toBe(late.fence + 1);
  const before = await db().source.findMany();
  expect(await renewLease(late, "hf:daily_papers", later)).toBe(false);
  expect(await saveProgress(late, "hf:daily_papers", '{"steps":[]}')).toBe(false);
  expect(await endRun(late, "hf:daily_papers", { nextAt: later, succeededAt: later })).toBe(false);
  await releaseLease(late, later);
  expect(await db().source.findMany()).toEqual(before);
  expect(await saveProgress(next, "hf:daily_papers", '{"steps":[]}')).toBe(true);
});

test("a run that is overtaken stops, and what the other wrote stands", async () => {
  const puller = makePuller(hf());
  let overtaken = false;
  const said = await puller.run({
    async fetch(url, about) {
      const answer = await puller.options.fetch(url, about);
      if (!overtaken) {
        overtaken = true;
        // This process sleeps, and another comes.
        puller.pass(10);
        expect(await puller.run()).toContain("14 new");
      }
      return answer;
    },
  });
  expect(said).toContain("another process pulls");
  expect(new Set(dates()).size).toBe(9);
  expect(await db().paper.count()).toBe(14);
  expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: NOW });
});

test("a process that is asked to stop leaves the rest to the next run, which needs no waiting", async () => {
  const puller = makePuller(hf());
  await puller.run({ isStopping: () => server.asked.length >= 3 });
  expect(server.asked).toHaveLength(3);
  await puller.run({ due: true });
  expect(server.asked).toHaveLength(9);
  expect(await db().paper.count()).toBe(14);
});
