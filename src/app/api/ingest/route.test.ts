import { makeEntry, makeSitePaper } from "@tests/made-up";
import {
  renderAtomEntry,
  renderAtomFeed,
  renderOaiList,
  renderOaiRecord,
  renderRssFeed,
  renderRssItem,
} from "@tests/made-up-arxiv";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { POST } from "./route";

const ATOM = renderAtomFeed([renderAtomEntry()]);

async function post(body: string, type: string | null, query = "") {
  const headers: Record<string, string> = { Authorization: "Bearer the-token-of-the-tests" };
  if (type) headers["Content-Type"] = type;
  const address = `https://papers.example.org/api/ingest${query}`;
  // Bytes, because a text body would set a Content-Type by itself.
  const bytes = new TextEncoder().encode(body);
  const answer = await POST(new Request(address, { method: "POST", headers, body: bytes }), {});
  return { status: answer.status, body: await answer.json() };
}

const isListed = async () => (await db().paper.findFirstOrThrow()).listed;

describe("a posted body is parsed by its content type", () => {
  test.each([
    ["application/json", JSON.stringify([makeEntry()])],
    ["application/json", JSON.stringify({ papers: [makeSitePaper()] })],
    ["application/atom+xml; charset=utf-8", ATOM],
    ["application/rss+xml", renderRssFeed([renderRssItem()])],
    ["text/xml", renderOaiList([renderOaiRecord()])],
    [null, ATOM],
    ["application/x-www-form-urlencoded", JSON.stringify([makeEntry()])],
  ])("%s: %#", async (type, body) => {
    expect(await post(body, type)).toEqual({
      status: 200,
      body: { created: 1, updated: 0, unchanged: 0, rejected: [] },
    });
  });

  test.each([
    [415, "text/html", ATOM],
    [422, "application/xml", "<opml/>"],
    [422, "application/json", "{}"],
    [400, "application/xml", ATOM.slice(0, -9)],
    [400, "application/xml", `<!DOCTYPE a [<!ENTITY b "c">]>${ATOM}`],
    [400, "application/json", ATOM],
  ])("or rejected with %i and a sentence: %s", async (status, type, body) => {
    expect(await post(body, type)).toEqual({
      status,
      body: { error: expect.stringMatching(/ .*[.)]$/) },
    });
    expect(await db().paper.count()).toBe(0);
  });
});

test("papers of arXiv are listed on their day only with list=1", async () => {
  await post(ATOM, "application/atom+xml");
  expect(await isListed()).toBe(false);
  await post(ATOM, "application/atom+xml", "?list=1");
  expect(await isListed()).toBe(true);
  expect(await db().listing.findMany()).toMatchObject([{ day: "2026-02-10" }]);
});

test("posted entries are recorded under their format's name", async () => {
  await post(ATOM, "application/atom+xml");
  const [record] = await db().sourceRecord.findMany();
  expect(record).toMatchObject({ source: "arxiv", day: "2026-02-10" });
});
