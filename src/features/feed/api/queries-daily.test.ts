import { makeDraft, saveArxivDrafts } from "@tests/drafts";
import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { castVote } from "@/features/votes/mutations";
import { parseDailyQuery } from "./parameters";
import { listDailyRows, MAX_OFFSET } from "./queries-daily";

const listRows = async (query: string): Promise<string[]> => {
  const rows = await listDailyRows(parseDailyQuery(new URLSearchParams(query)));
  return rows.map(({ paperId, day }) => `${paperId.slice(-1)} ${day?.slice(-2)}`);
};

/** Six papers, listed on Wednesday the 4th, on Thursday the 5th, and in February. */
beforeEach(async () => {
  const by = (name: string) => ({ submittedBy: { name, fullname: name } });
  const published = (day: string) => `2026-03-${day}T09:00:00.000Z`;
  await ingestEntries([
    makeEntry({ id: "2603.00001", upvotes: 5, publishedAt: published("01"), entry: by("ann") }),
    makeEntry({ id: "2603.00002", upvotes: 9, publishedAt: published("02"), entry: by("bob") }),
    makeEntry({ id: "2603.00003", upvotes: 5, publishedAt: published("03"), entry: by("ann") }),
    makeEntry({ id: "2603.00004", upvotes: 5, publishedAt: published("03"), entry: by("bob") }),
    makeEntry({ id: "2603.00005", day: "2026-03-04", upvotes: 40, publishedAt: published("04") }),
    makeEntry({ id: "2603.00002", day: "2026-03-04", upvotes: 7, entry: by("ann") }),
    makeEntry({
      id: "2602.00006",
      day: "2026-02-27",
      upvotes: 1,
      publishedAt: "2026-02-20T09:00:00.000Z",
      entry: by("bob"),
    }),
  ]);
  await saveArxivDrafts(
    makeDraft({ id: "2603.00007", publishedAt: new Date("2026-03-05T00:00:00.000Z") }),
  );
});

describe("a day, a week, a month", () => {
  test("is sorted by upvotes, then the newest first, then by id", async () => {
    expect(await listRows("date=2026-03-05")).toEqual(["2 05", "3 05", "4 05", "1 05"]);
    expect(await listRows("date=2026-03-04")).toEqual(["5 04", "2 04"]);
  });

  test("counts the votes of this site", async () => {
    for (const name of ["x", "y", "z"]) {
      await castVote({ paperId: "2603.00001", personId: await makePerson(name) }, NOW);
    }
    expect(await listRows("date=2026-03-05")).toEqual(["2 05", "1 05", "3 05", "4 05"]);
  });

  test("of several days contains a paper once, by its last listing", async () => {
    expect(await listRows("week=2026-W10")).toEqual(["5 04", "2 05", "3 05", "4 05", "1 05"]);
    expect(await listRows("month=2026-02")).toEqual(["6 27"]);
  });

  test("is sorted by publication or by trend on request", async () => {
    expect(await listRows("date=2026-03-05&sort=publishedAt")).toEqual([
      "3 05",
      "4 05",
      "2 05",
      "1 05",
    ]);
    expect((await listRows("month=2026-03&sort=trending"))[0]).toBe("5 04");
  });

  test("is empty without papers and past the last page", async () => {
    for (const query of [
      "date=2026-03-07",
      "month=2019-01",
      "date=2026-03-05&p=1",
      "p=1",
      "p=9999999",
    ]) {
      expect(await listRows(query), query).toEqual([]);
    }
  });
});

describe("without a period", () => {
  test("the newest days come first, each in its own order", async () => {
    const all = ["2 05", "3 05", "4 05", "1 05", "5 04", "2 04", "6 27"];
    expect(await listRows("")).toEqual(all);
    const pages = await Promise.all([0, 1, 2, 3].map((p) => listRows(`limit=2&p=${p}`)));
    expect(pages.flat()).toEqual(all);
  });

  test("sorted by publication, each listed paper comes once", async () => {
    expect(await listRows("sort=publishedAt")).toEqual([
      "5 04",
      "3 05",
      "4 05",
      "2 05",
      "1 05",
      "6 27",
    ]);
  });

  test("sorted by trend, archive papers are included", async () => {
    const trending = await listRows("sort=trending");
    expect(trending).toHaveLength(7);
    expect(trending).toContain("7 undefined");
    expect(trending[0]).toBe("5 04");
  });
});

test("a submitter's listings are returned, alone or within a period", async () => {
  expect(await listRows("submitter=ann")).toEqual(["3 05", "1 05", "2 04"]);
  expect(await listRows("submitter=ann&date=2026-03-04")).toEqual(["2 04"]);
  expect(await listRows("submitter=ann&week=2026-W10")).toEqual(["2 04", "3 05", "1 05"]);
  expect(await listRows("submitter=bob&sort=publishedAt")).toEqual(["4 05", "2 05", "6 27"]);
  expect((await listRows("submitter=bob&sort=trending"))[0]).toBe("4 05");
  expect(await listRows("submitter=nobody")).toEqual([]);
});

test("a page that is too deep is refused with the advice to use a date", async () => {
  const [paperId, most] = ["2602.00006", MAX_OFFSET + 100];
  const more = await db().$executeRaw`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})
    INSERT INTO "Listing" SELECT "paperId", date('1600-01-01', '+' || i || ' days'), "listedAt",
      "publishedAt", "sourceUpvotes", "upvotes", "comments", "submitterName",
      "submitterFullname", "thumbnail", "rawEntry", "rawEntryHash" FROM n, "Listing"
    WHERE "paperId" = ${paperId}`;
  expect(more).toBe(most);
  expect(await listRows("limit=100&p=1000")).toHaveLength(100);
  await expect(listRows("limit=100&p=1001")).rejects.toMatchObject({ code: "bad_request" });
  expect(await listRows("limit=100&p=1001&date=2026-03-05")).toEqual([]);
  expect(await listRows("limit=100&p=1001&submitter=ann")).toEqual([]);
});
