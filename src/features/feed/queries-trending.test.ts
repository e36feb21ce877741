import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import Sqlite from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { castVote } from "@/features/votes/mutations";
import { toDayPeriod, toWeek } from "@/lib/day";
import { findNewestDay, getFeed, getTrending } from "./queries";
import { getLatest } from "./queries-latest";
import { MAX_TRENDING_PAGES, PAGE_SIZE } from "./schema";

const DAY = "2026-03-05";

const papers = (count: number, upvotes: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => {
    const at = (index * 37) % count;
    return makeEntry({
      id: `2603.${10_000 + at}`,
      upvotes: upvotes(at),
      publishedAt: `2026-03-0${1 + (at % 3)}T09:00:00.000Z`,
    });
  });

async function trendingIds(): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 0, pages = 1; page < pages; page += 1) {
    const feed = await getTrending(page);
    ids.push(...feed.papers.map(({ id }) => id));
    pages = feed.pages;
  }
  return ids;
}

describe("trending", () => {
  test("contains each paper once, best score first, ties by newest and id", async () => {
    await ingestEntries(papers(120, (at) => at % 4));
    const rows = await db().paper.findMany();
    const expected = rows.toSorted(
      (a, b) =>
        b.score - a.score ||
        b.publishedAt.getTime() - a.publishedAt.getTime() ||
        a.id.localeCompare(b.id),
    );
    expect(new Set(rows.map(({ score }) => score)).size).toBe(4);
    expect(await trendingIds()).toEqual(expected.map(({ id }) => id));
  });

  test("is decided by votes; a day of age costs half of them", async () => {
    await ingestEntries([
      makeEntry({ id: "2603.00001", day: "2026-03-04", upvotes: 20, comments: 0 }),
      makeEntry({ id: "2603.00002", day: "2026-03-05", upvotes: 9, comments: 0 }),
      makeEntry({ id: "2603.00003", day: "2026-03-04", upvotes: 18, comments: 0 }),
    ]);
    expect(await trendingIds()).toEqual(["2603.00001", "2603.00002", "2603.00003"]);
    for (const personId of ["ann", "ben", "cleo"]) {
      await castVote({ paperId: "2603.00003", personId: await makePerson(personId) }, NOW);
    }
    expect(await trendingIds()).toEqual(["2603.00003", "2603.00001", "2603.00002"]);
  });

  test("has 20 pages and no more", async () => {
    const deepest = MAX_TRENDING_PAGES - 1;
    await ingestEntries(papers(MAX_TRENDING_PAGES * PAGE_SIZE + 7, (at) => at));
    expect(await getTrending(deepest)).toMatchObject({ page: deepest, pages: MAX_TRENDING_PAGES });
    await expect(getTrending(MAX_TRENDING_PAGES)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is an empty page on an empty site", async () => {
    expect(await getTrending()).toMatchObject({ papers: [], pages: 1, period: null });
  });
});

/** Returns SQLite's plan, one text each, for every statement that is prepared while `read` runs. */
async function explainPlans(read: () => Promise<unknown>): Promise<string[]> {
  await db().$queryRaw`SELECT 1`;
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  await read();
  const statements = prepare.mock.calls.map(([sql]) => sql);
  prepare.mockRestore();
  const database = new Sqlite(env().databaseFile, { readonly: true });
  try {
    return statements.map((sql) => {
      const parameters = Array.from(sql.matchAll(/\?/g), () => 1);
      const steps: unknown[] = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
      return steps.map((step) => JSON.stringify(step)).join("\n");
    });
  } finally {
    database.close();
  }
}

describe("in an archive of any size", () => {
  test("a trending page is read in the order of the score's index, without sorting", async () => {
    const [list = ""] = await explainPlans(() => getTrending());
    expect(list).toContain("USING INDEX Paper_score_publishedAt_id_idx");
    expect(list).not.toContain("TEMP B-TREE");
  });

  test("a day is read in the order of the index that begins with the day", async () => {
    const plans = await explainPlans(() => getFeed(toDayPeriod(DAY)));
    const list = plans.find((plan) => /SEARCH l USING/.test(plan)) ?? "";
    expect(list).toMatch(
      /SEARCH l USING COVERING INDEX Listing_day_upvotes_publishedAt_paperId_idx/,
    );
    expect(list).toMatch(/SEARCH n USING COVERING INDEX .*paperId=\? AND day>\? AND day<\?/);
  });

  test("the latest feed is read from the end of the index that begins with the day, and sorted within a day only", async () => {
    const [list = ""] = await explainPlans(() => getLatest(100));
    expect(list).toMatch(
      /SEARCH l USING COVERING INDEX Listing_day_upvotes_publishedAt_paperId_idx/,
    );
    expect(list).not.toMatch(/TEMP B-TREE FOR (?!LAST 3 TERMS)/);
  });

  test("no query of a feed scans a whole table", async () => {
    await ingestEntries(papers(3, (at) => at));
    for (const read of [
      () => getFeed(toDayPeriod(DAY)),
      () => getFeed(toWeek(DAY)),
      () => getTrending(),
      () => findNewestDay(),
    ]) {
      const plans = await explainPlans(read);
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        for (const [scan] of plan.matchAll(/SCAN \w+[^"]*/g)) {
          expect(scan).toMatch(/USING (COVERING )?INDEX|SCAN \(?subquery|SCAN CONSTANT/i);
        }
      }
    }
  });
});
