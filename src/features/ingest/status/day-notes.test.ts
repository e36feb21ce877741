import { hangsUp } from "@tests/misbehaviours";
import { answerDay, makePuller } from "@tests/pulling";
import { startSourceServer } from "@tests/source-server";
import { expect, onTestFinished, test } from "vitest";
import { db } from "@/db/client";
import { parseSources } from "@/features/ingest/pull/source-config";
import { buildDayNotes, type SourceDayFacts } from "./day-notes";
import { listDayNotes } from "./queries-day";

const NOW = new Date("2026-03-05T12:00:00Z");
const TODAY = "2026-03-05";

function facts(source: string, more: Partial<SourceDayFacts> = {}): SourceDayFacts {
  const [first] = parseSources(source);
  if (!first) throw new Error("no source");
  const usual = { isPending: true, count: 45, usual: 46, usualByNow: 44 };
  return { source: first, failures: 0, succeededAt: NOW, ...usual, ...more };
}
const hf = (more: Partial<SourceDayFacts> = {}) => facts("hf:daily_papers", more);
const arxiv = (more: Partial<SourceDayFacts> = {}) => facts("arxiv:cs.CL;list", more);
const failing = { failures: 2, succeededAt: new Date("2026-03-05T06:10:00Z") };

test.each([
  ["a day like others", TODAY, [hf()], []],
  ["a day in the future", "2026-03-06", [hf({ count: 0 })], []],
  [
    "a Saturday of arXiv",
    "2026-02-28",
    [arxiv({ count: 0, usual: 0 })],
    ["arXiv announces no papers on Saturdays."],
  ],
  ["a Saturday of Hugging Face", "2026-02-28", [hf({ count: 0, usual: 0 })], []],
  [
    "an outage today",
    TODAY,
    [hf(failing)],
    ["We haven't been able to reach Hugging Face since 06:10 UTC."],
  ],
  [
    "an outage since yesterday",
    TODAY,
    [hf({ failures: 1, succeededAt: new Date("2026-03-04T06:10:00Z") })],
    ["We haven't been able to reach Hugging Face since Mar 4, 2026, 06:10 UTC."],
  ],
  ["a day that was read completely before the outage", "2026-03-04", [hf(failing)], []],
  [
    "a source that never answered",
    TODAY,
    [hf({ failures: 1, succeededAt: null })],
    ["We haven't been able to reach Hugging Face yet."],
  ],
  ["few today", TODAY, [hf({ count: 9 })], ["Hugging Face usually has about 44 papers by now."]],
  ["few so far, as usual at this hour", TODAY, [hf({ count: 9, usualByNow: 10 })], []],
  [
    "few today, with the usual number by now unknown",
    TODAY,
    [hf({ count: 9, usualByNow: null })],
    [],
  ],
  [
    "few on another day",
    "2026-03-03",
    [hf({ count: 9 })],
    ["Hugging Face usually has about 46 papers on a Tuesday."],
  ],
])("%s", (_, day, sourceFacts, sentences) => {
  expect(buildDayNotes(day, NOW, sourceFacts)).toEqual(sentences);
});

test("a day that was read has no note while another day fails", async () => {
  const { server, puller, notes } = await makeSource();
  server.behave((request, response, good) => {
    if (request.url?.includes("date=2026-03-03")) response.writeHead(500).end();
    else response.end(good());
  });
  await puller.run();
  expect(await notes(TODAY)).toEqual([]);
  expect(await notes("2026-03-03")).toEqual([
    expect.stringMatching(/^We haven't been able to reach .* yet\.$/),
  ]);
});

async function makeSource() {
  const server = await startSourceServer(answerDay);
  onTestFinished(() => server.stop());
  const puller = makePuller(`hf:daily_papers;url=${server.url}`);
  const notes = (day: string) => listDayNotes(puller.options.sources, day, puller.now());
  return { server, puller, notes };
}

test("an outage is noted on the days it affects until it is over", async () => {
  const { server, puller, notes } = await makeSource();
  await puller.run();
  expect(await notes(TODAY)).toEqual([]);
  server.behave(hangsUp);
  puller.advanceClock(24 * 60);
  await puller.run();
  expect(await notes("2026-03-06")).toEqual([
    expect.stringMatching(
      /^We haven't been able to reach 127\.0\.0\.1:\d+ since Mar 5, 2026, 15:00 UTC\.$/,
    ),
  ]);
  expect(await notes("2026-03-04")).toEqual([]);
  server.behave(undefined);
  puller.advanceClock(60);
  await puller.run();
  expect(await notes("2026-03-06")).toEqual([]);
});

/** Stores papers of a source for a day, first seen at these hours of it. */
async function makeRecords(source: string, day: string, hours: number[]) {
  for (const [index, hour] of hours.entries()) {
    const id = `made:${day}-${index}`;
    const at = new Date(Date.parse(`${day}T00:00:00Z`) + hour * 60 * 60_000);
    const numbers = { sourceUpvotes: 0, upvotes: 0, comments: 0, score: 0, authorCount: 0 };
    const texts = { title: id, summary: "", day, newestDay: day, keywords: "[]", mediaUrls: "[]" };
    const times = { publishedAt: at, listedAt: at, createdAt: at, updatedAt: at };
    await db().paper.create({ data: { id, ...numbers, ...texts, ...times } });
    const record = { source, paperId: id, day, entryHash: "", firstSeenAt: at };
    await db().sourceRecord.create({ data: record });
  }
}

test("the usual number by now only counts days that were read while they went on", async () => {
  const { puller, notes } = await makeSource();
  const morning = Array.from({ length: 10 }, () => 9);
  const evening = Array.from({ length: 30 }, () => 20);
  for (const day of ["2026-02-26", "2026-02-19"]) {
    await makeRecords(puller.name, day, [...morning, ...evening]);
  }
  // This day was read a week later, so it is unknown at which hour its papers were listed.
  await makeRecords(
    puller.name,
    "2026-02-12",
    Array.from({ length: 40 }, () => 7 * 24),
  );
  expect(await notes(TODAY)).toEqual([
    expect.stringMatching(/^.* usually has about 10 papers by now\.$/),
  ]);
});
