import { answerDay, makePuller } from "@tests/pulling";
import { type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";

let server: SourceServer;
beforeEach(async () => {
  server = await startSourceServer(answerDay);
});
afterEach(() => server.stop());

const hf = () => makePuller(`hf:daily_papers;url=${server.url}`);
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

/** Counts the papers that are listed on each day. */
async function countDays(): Promise<Record<string, number>> {
  const listings = await db().listing.findMany({ orderBy: { day: "asc" } });
  const counts: Record<string, number> = {};
  for (const { day } of listings) counts[day] = (counts[day] ?? 0) + 1;
  return counts;
}

const ALL_DAYS = {
  "2026-02-25": 2,
  "2026-02-26": 2,
  "2026-02-27": 2,
  "2026-03-02": 2,
  "2026-03-03": 2,
  "2026-03-04": 2,
  "2026-03-05": 2,
};

const datesAsked = () =>
  server.requestedPaths.map((path) => new URL(path, server.url).searchParams.get("date"));

test("stores the last days, each paper on its day, and sends a user agent that names this site", async () => {
  const puller = hf();
  expect(await puller.run()).toBe(`${puller.name}: 14 new, 0 changed.`);
  expect(await countDays()).toEqual(ALL_DAYS);
  expect(server.headers()["user-agent"]).toBe("DailyPapers/0.1 (+https://papers.example.org)");
  expect(await puller.state()).toMatchObject({
    succeededAt: puller.now(),
    failures: 0,
    failure: null,
    leaseOwner: null,
  });
});

test("a source is pulled when it is due, and not before", async () => {
  const puller = hf();
  await puller.run({ due: true });
  const first = server.requestedPaths.length;
  puller.advanceClock(29);
  expect(await puller.run({ due: true })).toBe("No source is due.");
  expect(server.requestedPaths).toHaveLength(first);
  puller.advanceClock(1);
  await puller.run({ due: true });
  expect(server.requestedPaths.length).toBeGreaterThan(first);
});

test("each run reads the last three listing days again: a late paper is listed on its own day", async () => {
  let late = false;
  server.behave((request, response, good) => {
    const entries = JSON.parse(good());
    const isTuesday = request.url?.includes("date=2026-03-03");
    response.end(JSON.stringify(isTuesday && !late ? entries.slice(1) : entries));
  });
  const puller = hf();
  await puller.run();
  expect((await countDays())["2026-03-03"]).toBe(1);
  late = true;
  puller.advanceClock(30);
  server.requestedPaths.length = 0;
  expect(await puller.run()).toBe(`${puller.name}: 1 new, 0 changed.`);
  expect(datesAsked()).toEqual(["2026-03-05", "2026-03-04", "2026-03-03"]);
  expect(await countDays()).toEqual(ALL_DAYS);
});

test("after an outage of nine days, the first successful run stores all missed papers", async () => {
  const puller = hf();
  await puller.run();
  server.behave((request) => request.socket.destroy());
  for (let day = 0; day < 9; day += 1) {
    puller.advanceClock(MINUTES_PER_DAY);
    await puller.run();
  }
  server.behave(undefined);
  puller.advanceClock(MINUTES_PER_HOUR);
  await puller.run();
  expect(await countDays()).toEqual({
    ...ALL_DAYS,
    "2026-03-06": 2,
    "2026-03-09": 2,
    "2026-03-10": 2,
    "2026-03-11": 2,
    "2026-03-12": 2,
    "2026-03-13": 2,
  });
  expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: puller.now() });
});

test("an unchanged answer is not sent again, a changed one is stored", async () => {
  let edition = 1;
  server.behave((request, response, good) => {
    const etag = `"${edition}"`;
    if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(good());
  });
  const puller = hf();
  await puller.run();
  puller.advanceClock(30);
  expect(await puller.run()).toBe(`${puller.name}: 0 new, 0 changed.`);
  expect(server.headers()["if-none-match"]).toBe('"1"');
  expect(await puller.state()).toMatchObject({ succeededAt: puller.now() });

  edition = 2;
  const known = await db().listing.deleteMany({ where: { day: "2026-03-05" } });
  puller.advanceClock(30);
  await puller.run();
  expect(known.count).toBe(2);
  expect(await countDays()).toEqual(ALL_DAYS);
});

test("a day with many papers is read to its last page", async () => {
  server.behave((request, response, good) => {
    const url = new URL(request.url ?? "", server.url);
    const [one, two] = JSON.parse(good());
    const isLong = url.searchParams.get("date") === "2026-03-04";
    const page = Number(url.searchParams.get("p") ?? 0);
    const full = Array.from({ length: 100 }, () => one);
    response.end(JSON.stringify(!isLong ? [one, two] : page === 0 ? full : [two]));
  });
  await hf().run();
  expect(datesAsked().filter((day) => day === "2026-03-04")).toHaveLength(2);
  expect((await countDays())["2026-03-04"]).toBe(2);
});

describe("a failure", () => {
  test("of one day affects no other day, and only that day is requested again", async () => {
    server.behave((request, response, good) => {
      if (request.url?.includes("date=2026-03-04")) response.writeHead(500).end();
      else response.end(good());
    });
    const puller = hf();
    expect(await puller.run()).toContain("answered 500 (2026-03-04); 12 new, 0 changed.");
    expect(await countDays()).toEqual({ ...ALL_DAYS, "2026-03-04": undefined });
    server.behave(undefined);
    server.requestedPaths.length = 0;
    puller.advanceClock(2);
    await puller.run({ due: true });
    expect(datesAsked()).toEqual(["2026-03-04"]);
    expect(await countDays()).toEqual(ALL_DAYS);
  });

  test("of one source never stops another", async () => {
    const puller = makePuller(
      `hf:daily_papers;url=${server.url}/broken hf:daily_papers;url=${server.url}`,
    );
    server.behave((request, response, good) => {
      if (request.url?.startsWith("/broken")) response.writeHead(500).end();
      else response.end(good());
    });
    const summary = await puller.run();
    expect(summary).toContain("answered 500");
    expect(summary).toContain("14 new");
    expect(await countDays()).toEqual(ALL_DAYS);
  });

  test("that ends at once is not reported", async () => {
    const puller = hf();
    server.behaveOnce(
      (_, response) => response.writeHead(503).end(),
      (request) => request.socket.destroy(),
    );
    expect(await puller.run()).toBe(`${puller.name}: 14 new, 0 changed.`);
    expect(puller.slept).toEqual([2_000, 4_000]);
  });

  test("that lasts makes requests less and less frequent", async () => {
    server.behave((_, response) => response.writeHead(503).end());
    const puller = hf();
    const waits: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      await puller.run();
      const { nextAt } = (await puller.state()) ?? {};
      waits.push(Math.round(((nextAt?.getTime() ?? 0) - puller.now().getTime()) / 60_000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(await puller.state()).toMatchObject({ failures: 7, succeededAt: null });
  });
});

describe("Retry-After", () => {
  test("of some seconds makes the run wait", async () => {
    const puller = hf();
    server.behaveOnce((_, response) => response.writeHead(429, { "retry-after": "17" }).end());
    expect(await puller.run()).toContain("14 new");
    expect(puller.slept).toEqual([17_000]);
  });

  test.each(["600", "Thu, 05 Mar 2026 15:10:00 GMT"])("%s postpones the next run", async (when) => {
    const puller = hf();
    server.behave((_, response) => response.writeHead(429, { "retry-after": when }).end());
    expect(await puller.run()).toContain("answered 429");
    expect(server.requestedPaths).toHaveLength(1);
    server.behave(undefined);
    puller.advanceClock(9);
    await puller.run({ due: true });
    expect(server.requestedPaths).toHaveLength(1);
    puller.advanceClock(1);
    await puller.run({ due: true });
    expect(await countDays()).toEqual(ALL_DAYS);
  });

  test("of one source holds for all sources of the same host", async () => {
    const [one, two] = [
      `hf:daily_papers;url=${server.url}`,
      `hf:daily_papers;url=${server.url}/two`,
    ];
    const puller = makePuller(`${one} ${two}`);
    server.behave((_, response) => response.writeHead(429, { "retry-after": "600" }).end());
    await puller.run({ due: true });
    puller.advanceClock(9);
    await puller.run({ due: true });
    expect(server.requestedPaths).toHaveLength(1);
    server.behave(undefined);
    puller.advanceClock(1);
    expect(await puller.run({ due: true })).toContain("14 new");
  });
});
