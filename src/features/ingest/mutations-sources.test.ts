import { makeEntry, makePerson, NOW } from "@tests/factories";
import { makeSitePaper } from "@tests/made-up";
import {
  renderAtomEntry,
  renderAtomFeed,
  renderDeletedRecord,
  renderOaiList,
  renderOaiRecord,
  renderRssFeed,
  renderRssItem,
} from "@tests/made-up-arxiv";
import { readPaperRows, watchWrites } from "@tests/tables";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { castVote } from "@/features/votes/mutations";
import { detectFormat } from "./detect-format";
import { ingest } from "./mutations";

const LATER = new Date("2026-03-06T15:00:00.000Z");
const PAPER = "2602.00001";

/** Imports a text as the route does. */
function send(text: string, { list = false, now = NOW } = {}) {
  const format = detectFormat(null, text);
  const { entries } = format.parseAnswer(text);
  return ingest(entries, { now: () => now, origin: "route", format, list });
}

const readPaper = (id = PAPER) =>
  db().paper.findUniqueOrThrow({
    where: { id },
    include: { listings: true, authors: { orderBy: { position: "asc" } } },
  });

const SITE = JSON.stringify({
  papers: [makeSitePaper(), makeSitePaper({ id: "acl:2", day: "2026-03-04" })],
});

describe.each([
  ["the API", renderAtomFeed([renderAtomEntry(), renderAtomEntry({ id: "astro-ph/0601001v2" })])],
  ["RSS", renderRssFeed([renderRssItem(), renderRssItem({ id: "2602.00002v1" })])],
  ["OAI-PMH", renderOaiList([renderOaiRecord(), renderOaiRecord({ id: "2602.00002" })])],
  ["the site's own form", SITE],
])("an answer of %s", (_, text) => {
  test.each([true, false])("received twice is written once (listed: %s)", async (list) => {
    expect(await send(text, { list })).toMatchObject({ created: 2, rejected: [] });
    const [rows, written] = [readPaperRows(), watchWrites()];
    expect(await send(text, { list, now: LATER })).toMatchObject({ created: 0, unchanged: 2 });
    expect(written()).toBe(false);
    expect(readPaperRows()).toEqual(rows);
  });
});

describe("a paper of arXiv", () => {
  test("is in the archive, dated by its announcement, and is listed on that day on request", async () => {
    await send(renderAtomFeed([renderAtomEntry()]));
    expect(await readPaper()).toMatchObject({ day: "2026-02-10", listed: false, listings: [] });
    await send(renderAtomFeed([renderAtomEntry()]), { list: true });
    const paper = await readPaper();
    expect(paper).toMatchObject({ day: "2026-02-10", listed: true });
    expect(paper.listings).toMatchObject([{ day: "2026-02-10", rawEntry: "{}" }]);
  });

  test("that is replaced has the new text and keeps its day, votes, comments and date", async () => {
    await send(renderAtomFeed([renderAtomEntry()]), { list: true });
    await castVote({ paperId: PAPER, personId: await makePerson() }, NOW);
    const before = await readPaper();
    const second = renderAtomEntry({
      id: `${PAPER}v2`,
      title: "A better title",
      authors: ["Ada Author", "Cleo Third"],
      updated: "2026-03-01T08:00:00Z",
      comment: "Accepted somewhere",
    });
    expect(await send(renderAtomFeed([second]), { list: true, now: LATER })).toMatchObject({
      updated: 1,
    });
    const { title, version, note, authors, ...after } = await readPaper();
    expect({ title, version, note }).toEqual({
      title: "A better title",
      version: 2,
      note: "Accepted somewhere",
    });
    expect(authors.map(({ name }) => name)).toEqual(["Ada Author", "Cleo Third"]);
    for (const field of [
      "day",
      "listedAt",
      "votes",
      "upvotes",
      "comments",
      "publishedAt",
      "score",
    ] as const) {
      expect(after[field], field).toEqual(before[field]);
    }
    expect(after.votes).toBe(1);
    expect(after.listings.map(({ day }) => day)).toEqual(["2026-02-10"]);
  });

  test("that a feed replaces keeps its day and its exact date", async () => {
    await send(renderAtomFeed([renderAtomEntry()]));
    const item = renderRssItem({ id: `${PAPER}v2`, type: "replace", title: "A better title" });
    const feed = renderRssFeed([item], "Tue, 03 Mar 2026 00:00:00 -0500");
    expect(await send(feed, { list: true })).toMatchObject({ updated: 1, rejected: [] });
    expect(await readPaper()).toMatchObject({
      title: "A better title",
      version: 2,
      day: "2026-02-10",
      publishedAt: new Date("2026-02-09T18:00:00.000Z"),
      listings: [],
    });
  });

  test("is rejected with a reason if a feed only updates it and it isn't stored", async () => {
    const report = await send(
      renderRssFeed([renderRssItem({ type: "cross" }), renderRssItem({ id: "2602.00002v1" })]),
    );
    expect(report).toMatchObject({
      created: 1,
      rejected: [{ index: 0, id: PAPER, reason: expect.stringMatching(/not stored here/) }],
    });
  });

  test("that is withdrawn stays and is marked so", async () => {
    await send(renderAtomFeed([renderAtomEntry()]));
    const comment = "This paper has been withdrawn by the author";
    await send(renderAtomFeed([renderAtomEntry({ id: `${PAPER}v2`, comment })]));
    expect(await readPaper()).toMatchObject({ withdrawn: true, note: comment });
  });

  test("that Hugging Face lists keeps its votes there, in either order", async () => {
    const listed = [makeEntry({ id: PAPER, upvotes: 9, day: "2026-02-12" })];
    const hf = () => ingest(listed, { now: () => NOW, origin: "command line" });
    await hf();
    await send(renderAtomFeed([renderAtomEntry({ title: "As arXiv has it" })]));
    const first = await readPaper();
    expect(first).toMatchObject({ day: "2026-02-12", upvotes: 9, title: "As arXiv has it" });
    await db().paper.deleteMany();
    await db().sourceRecord.deleteMany();
    await send(renderAtomFeed([renderAtomEntry({ title: "As arXiv has it" })]));
    await hf();
    expect(await readPaper()).toMatchObject({
      day: "2026-02-12",
      upvotes: 9,
      title: "As arXiv has it",
      categories: '["cs.CL","cs.AI"]',
    });
  });
});

test("a deleted record is reported and removes neither its neighbors nor a stored paper", async () => {
  await send(renderOaiList([renderOaiRecord({ id: "2602.00003" })]));
  const text = renderOaiList([renderDeletedRecord("2602.00003"), renderOaiRecord()]);
  expect(await send(text)).toMatchObject({
    created: 1,
    rejected: [
      { index: 0, id: "oai:arXiv.org:2602.00003", reason: expect.stringMatching(/deleted/) },
    ],
  });
  expect(await db().paper.count()).toBe(2);
});

test("a paper that is not on arXiv has its own address and PDF, and keeps fields it leaves out", async () => {
  const send1 = (facts: object) => send(JSON.stringify({ papers: [makeSitePaper(facts)] }));
  await send1({ day: "2026-03-04", keywords: ["one"], pdf: "https://example.org/a.pdf" });
  await send1({ day: "2026-03-04", title: "A better title" });
  expect(await readPaper("acl:2026.long-12")).toMatchObject({
    title: "A better title",
    day: "2026-03-04",
    listed: true,
    keywords: '["one"]',
    pageUrl: "https://conference.example.org/2026.long-12",
    pdfUrl: "https://example.org/a.pdf",
  });
});
