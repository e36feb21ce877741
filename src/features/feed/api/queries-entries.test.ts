import { makeDraft, saveArxivDrafts } from "@tests/drafts";
import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import type { Cursor } from "./parameters";
import { getApiPaper, listPapersByDate } from "./queries-entries";

/** Reads all pages and returns the ids of each. */
async function readPages(limit: number, between?: () => Promise<unknown>): Promise<string[][]> {
  const idsByPage: string[][] = [];
  let cursor: Cursor | undefined;
  do {
    const page = await listPapersByDate(cursor, limit);
    idsByPage.push(page.papers.map(({ id }) => id));
    cursor = page.next ?? undefined;
    await between?.();
  } while (cursor);
  return idsByPage;
}

const at = (day: number) => new Date(Date.UTC(2026, 1, day));

test("every paper comes once, newest publication first, then by id, with pages of any size", async () => {
  const drafts = Array.from({ length: 23 }, (_, index) =>
    makeDraft({
      id: `2602.${10001 + index}`,
      entryHash: String(index),
      // Many papers share an instant, like those of a whole day from OAI-PMH.
      publishedAt: at(1 + Math.floor(index / 9)),
    }),
  );
  await saveArxivDrafts(...drafts);
  const inOrder = drafts
    .toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
  for (const limit of [1, 4, 9, 23, 100]) {
    const idsByPage = await readPages(limit);
    expect(idsByPage.flat(), String(limit)).toEqual(inOrder);
    expect(idsByPage).toHaveLength(Math.ceil(23 / limit));
  }
});

test("a paper added between two pages shifts neither", async () => {
  const draft = (index: number) =>
    makeDraft({ id: `2602.${10001 + index}`, entryHash: String(index), publishedAt: at(1) });
  await saveArxivDrafts(...[1, 3, 5, 7].map(draft));
  let turn = 0;
  const idsByPage = await readPages(2, async () => {
    if (turn++ === 0) await saveArxivDrafts(draft(0), draft(2));
  });
  expect(idsByPage).toEqual([
    ["2602.10002", "2602.10004"],
    ["2602.10006", "2602.10008"],
  ]);
});

test("a site without papers has one empty page", async () => {
  expect(await readPages(5)).toEqual([[]]);
});

test("an unknown paper is not_found", async () => {
  await ingestEntries([makeEntry()]);
  await expect(getApiPaper("2603.99999")).rejects.toMatchObject({ code: "not_found" });
});
