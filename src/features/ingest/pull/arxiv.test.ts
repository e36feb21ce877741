import { existsSync, readFileSync } from "node:fs";
import {
  type ArxivPaper,
  answerQuery,
  makePapers,
  renderOaiError,
  renderOaiPage,
  renderRssFeed,
} from "@tests/arxiv-answers";
import { NOW } from "@tests/factories";
import { BILLION_LAUGHS, EXTERNAL_ENTITY, respondsWith, truncates } from "@tests/misbehaviours";
import { makePuller } from "@tests/pulling";
import { type SourceServer, startSourceServer } from "@tests/source-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { FetchSource } from "./fetch-source";

let papers: ArxivPaper[];
let server: SourceServer;
beforeEach(async () => {
  papers = makePapers(5);
  server = await startSourceServer((url) => {
    if (url.pathname.startsWith("/atom")) return renderRssFeed(papers.slice(0, 3), "2026-03-05");
    if (url.pathname === "/oai") return answerOai(url);
    return answerQuery(papers, url);
  });
});
afterEach(() => server.stop());

/** Answers with two records per page. */
function answerOai(url: URL): string {
  const token = url.searchParams.get("resumptionToken");
  if (!token && !url.searchParams.get("from")) return renderOaiError("badArgument");
  const start = Number(token ?? 0);
  return renderOaiPage(
    papers.slice(start, start + 2),
    start + 2 < papers.length ? `${start + 2}` : "",
  );
}

const ofKind = {
  arxiv: () => `arxiv:cs.CL+cs.LG;url=${server.url}`,
  "arxiv-rss": () => `arxiv-rss:cs.CL;url=${server.url}`,
  "arxiv-oai": () => `arxiv-oai:cs;url=${server.url}`,
};
const KINDS = ["arxiv", "arxiv-rss", "arxiv-oai"] as const;
const count = () => db().paper.count();

describe("the API", () => {
  test("gets requests for submitted and for revised papers, page by page", async () => {
    papers = makePapers(700);
    const puller = makePuller(ofKind.arxiv());
    expect(await puller.run()).toContain("700 new, 0 changed");
    const queries = server.requestedPaths.map((path) => new URL(path, server.url).searchParams);
    expect(queries.map((query) => query.get("start"))).toEqual([
      "0",
      "300",
      "600",
      "0",
      "300",
      "600",
    ]);
    expect(queries[0]?.get("search_query")).toBe(
      "(cat:cs.CL OR cat:cs.LG) AND submittedDate:[202602121500 TO 202603051500]",
    );
    expect(await db().listing.count()).toBe(0);
  });

  test("updates an old paper that has a new version, and the paper keeps its day", async () => {
    const old = { id: "2601.00001", published: "2026-01-05T10:00:00Z" };
    papers = [{ ...old, updated: "2026-03-05T10:00:00Z", version: 2 }, ...makePapers(3)];
    await makePuller(ofKind.arxiv()).run();
    expect(await db().paper.findUnique({ where: { id: old.id } })).toMatchObject({
      version: 2,
      announcedDay: "2026-01-06",
    });
  });

  test("is read only to the last success, because the list of revisions is as long as the archive", async () => {
    const ages = makePapers(2_000, "2025-12-01T12:00:00Z").map((paper, index) => ({
      ...paper,
      id: `2511.${10_000 + index}`,
    }));
    papers = [...makePapers(10), ...ages];
    await makePuller(ofKind.arxiv()).run();
    expect(server.requestedPaths).toHaveLength(2);
  });

  test("with ;list lists its papers on the day of their announcement", async () => {
    await makePuller(`${ofKind.arxiv()};list`).run();
    const listings = await db().listing.findMany();
    expect(listings.map(({ day }) => day)).toEqual(Array(5).fill("2026-03-05"));
  });

  test("that sends an empty page in the middle gets the same request again", async () => {
    papers = makePapers(400);
    let empty = 1;
    server.behave((request, response, good) => {
      const isSecond = request.url?.includes("start=300") && empty > 0;
      if (isSecond) empty -= 1;
      response.end(isSecond ? good().replaceAll(/<entry>[\s\S]*<\/entry>/g, "") : good());
    });
    const puller = makePuller(ofKind.arxiv());
    expect(await puller.run()).toContain("400 new");

    papers = makePapers(800, "2026-03-05T12:00:00Z").map((paper, index) => ({
      ...paper,
      id: `2604.${10_000 + index}`,
    }));
    empty = 1_000;
    puller.advanceClock(120);
    expect(await puller.run()).toContain("an empty page, although the answer states 800 papers");
    empty = 0;
    puller.advanceClock(2);
    await puller.run({ due: true });
    expect(await count()).toBe(1_200);
    expect(await puller.state()).toMatchObject({ failures: 0 });
  });
});

describe("OAI-PMH", () => {
  test("is followed by its resumption tokens to the end", async () => {
    expect(await makePuller(ofKind["arxiv-oai"]()).run()).toContain("5 new");
    expect(server.requestedPaths).toEqual([
      "/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs&from=2026-02-24",
      "/oai?verb=ListRecords&resumptionToken=2",
      "/oai?verb=ListRecords&resumptionToken=4",
    ]);
  });

  test("whose token has expired is read from the start again", async () => {
    const puller = makePuller(ofKind["arxiv-oai"]());
    server.behave((request, response, good) => {
      if (request.url?.includes("resumptionToken=4")) response.writeHead(503).end();
      else response.end(good());
    });
    await puller.run();
    expect(await count()).toBe(4);
    server.behave(undefined);
    server.behaveOnce(
      respondsWith(renderOaiError("badResumptionToken")),
      respondsWith(renderOaiError("badResumptionToken")),
      respondsWith(renderOaiError("badResumptionToken")),
    );
    puller.advanceClock(10);
    expect(await puller.run()).toContain("1 new");
    expect(await count()).toBe(5);
    expect(await puller.state()).toMatchObject({ failures: 0 });
  });

  test("without new records is a success", async () => {
    const puller = makePuller(ofKind["arxiv-oai"]());
    server.behave(respondsWith(renderOaiError("noRecordsMatch")));
    expect(await puller.run()).toContain("0 new, 0 changed.");
    expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: puller.now() });
  });
});

test("all of arXiv gets one request at a time, three seconds apart, even across runs", async () => {
  let open = 0;
  const times: number[] = [];
  const puller = makePuller(
    Object.values(ofKind)
      .map((source) => source())
      .join(" "),
  );
  const fetch: FetchSource = async (url, about) => {
    open += 1;
    expect(open).toBe(1);
    times.push(puller.now().getTime());
    try {
      return await puller.options.fetch(url, about);
    } finally {
      open -= 1;
    }
  };
  await puller.run({ fetch });
  await puller.run({ fetch });
  expect(times).toHaveLength(12);
  for (const [index, time] of times.slice(1).entries()) {
    expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(3_000);
  }
});

test("a process that is asked to stop between two requests makes no further request", async () => {
  const puller = makePuller(ofKind.arxiv());
  let stopped = false;
  // The job's sleep ends at once when the process is asked to stop.
  const sleep = async () => {
    stopped = true;
  };
  await puller.run({ sleep, isStopping: () => stopped });
  expect(server.requestedPaths).toHaveLength(1);
  expect(await puller.state()).toMatchObject({ failures: 0, succeededAt: null });
  puller.advanceClock(1);
  await puller.run({ due: true });
  expect(server.requestedPaths).toHaveLength(2);
  expect(await puller.state()).toMatchObject({ succeededAt: NOW });
});

describe.each(KINDS)("%s", (kind) => {
  test.each([
    ["truncated", truncates, "can't be read: This XML is broken or cut short"],
    ["a billion laughs", respondsWith(BILLION_LAUGHS), "<!DOCTYPE>"],
    ["an external entity", respondsWith(EXTERNAL_ENTITY), "<!DOCTYPE>"],
    ["a web page", respondsWith("<!doctype html><title>Sorry</title>"), "a web page, not XML"],
    ["JSON", respondsWith("[]"), "can't be read"],
    ["nothing", respondsWith(""), "can't be read"],
    ["other XML", respondsWith("<papers><paper/></papers>"), "but the root element is <papers>"],
  ])("that answers %s: no paper is lost or wrong", async (_, behaviour, reason) => {
    const puller = makePuller(ofKind[kind]());
    server.behave(behaviour);
    expect(await puller.run()).toContain(reason);
    expect(await count()).toBe(0);
    expect((await puller.state())?.failure).toContain(reason);
    server.behave(undefined);
    puller.advanceClock(5 * 60);
    await puller.run();
    expect(await count()).toBe(kind === "arxiv-rss" ? 3 : 5);
    const days = await db().paper.findMany({ select: { day: true } });
    expect(new Set(days.map(({ day }) => day))).toEqual(new Set(["2026-03-05"]));
    expect(await puller.state()).toMatchObject({ failures: 0 });
  });
});

const recorded = (name: string) => `${process.env.RECORDED_DATA || "../shared/data"}/arxiv/${name}`;
const ATOM = recorded("atom-api-405-entries.xml");

test.skipIf(!existsSync(ATOM))(
  "a recorded answer that is cut off repeatedly is stored completely in the end",
  async () => {
    const text = readFileSync(ATOM, "utf8");
    server.behave(respondsWith(text));
    let cut = 3;
    server.behave((request, response) => {
      response.writeHead(200, { "content-length": Buffer.byteLength(text) });
      cut -= 1;
      if (cut < 0) response.end(text);
      else response.write(text.slice(0, 200_000), () => request.socket.destroy());
    });
    const puller = makePuller(ofKind.arxiv());
    await puller.run();
    puller.advanceClock(10);
    await puller.run();
    expect(await count()).toBe(405);
    expect(await db().paper.groupBy({ by: ["day"] })).not.toHaveLength(0);
  },
);
