import { hoursAfter, makeIssue } from "@tests/digest";
import { makeDigestPaper } from "@tests/digest-papers";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { DigestIssueUncheckedCreateInput } from "@/db/generated/models";
import { findAdjacentIssues, findIssueByEdition, listArchive } from "./queries";

const DATES = ["2026-03-03", "2026-03-04", "2026-03-05"];

/** Makes an issue of one paper for each date, each an hour after the previous one. */
async function makeIssues() {
  for (const [index, date] of DATES.entries()) {
    await makeIssue([makeDigestPaper(`Paper of ${date}`)], date);
    const dueAt = hoursAfter(index);
    await db().digestIssue.update({ where: { id: `issue-${date}` }, data: { dueAt } });
  }
}

/** Makes an issue without emails and without a selection. */
async function makeEmptyIssue(more: Partial<DigestIssueUncheckedCreateInput> = {}) {
  const times = { dueAt: hoursAfter(9), since: hoursAfter(0), until: hoursAfter(9) };
  const edition = "weekly/2026-03-09/07/UTC";
  await db().digestIssue.create({
    data: {
      id: "bare",
      edition,
      rhythm: "weekly",
      date: "2026-03-09",
      hour: 7,
      timeZone: "UTC",
      candidates: "[]",
      deliveryCount: 0,
      archived: true,
      createdAt: hoursAfter(9),
      ...times,
      emptyReason: "No paper came since Monday.",
      ...more,
    },
  });
  return edition;
}

describe("the archive", () => {
  test("lists the site's own issues with their papers, newest first, page by page", async () => {
    await makeIssues();
    await makeEmptyIssue({ archived: false });
    const page = await listArchive({ skip: 0, take: 2 });
    expect(page.map(({ date, subject }) => [date, subject])).toEqual([
      ["2026-03-05", "Paper of 2026-03-05"],
      ["2026-03-04", "Paper of 2026-03-04"],
    ]);
    expect(page[0]?.papers).toEqual([makeDigestPaper("Paper of 2026-03-05")]);
    const rest = await listArchive({ skip: 2, take: 2 });
    expect(rest.map(({ date }) => date)).toEqual(["2026-03-03"]);
  });

  test("can list one rhythm only", async () => {
    await makeIssues();
    const edition = await makeEmptyIssue();
    const weekly = await listArchive({ skip: 0, take: 9, rhythm: "weekly" });
    expect(weekly.map((issue) => issue.edition)).toEqual([edition]);
  });

  test("is read by its index, without sorting, however long it is", async () => {
    const plan = await db().$queryRaw<{ detail: string }[]>`
      EXPLAIN QUERY PLAN SELECT "id" FROM "DigestIssue"
      WHERE "archived" = 1 ORDER BY "dueAt" DESC LIMIT 31 OFFSET 30`;
    const details = plan.map(({ detail }) => detail).join("\n");
    expect(details).toContain("DigestIssue_archived_dueAt_idx");
    expect(details).not.toContain("TEMP B-TREE");
  });
});

describe("an issue", () => {
  test("has the previous and next issue of its rhythm in the archive", async () => {
    await makeIssues();
    await makeEmptyIssue();
    const middle = await findIssueByEdition("daily/2026-03-04/07/UTC");
    expect(middle && (await findAdjacentIssues(middle))).toEqual({
      previous: { edition: "daily/2026-03-03/07/UTC", date: "2026-03-03" },
      next: { edition: "daily/2026-03-05/07/UTC", date: "2026-03-05" },
    });
    const last = await findIssueByEdition("daily/2026-03-05/07/UTC");
    expect(last && (await findAdjacentIssues(last)).next).toBeNull();
  });

  test("without emails gives the reason", async () => {
    const issue = await findIssueByEdition(await makeEmptyIssue());
    expect(issue).toMatchObject({ reason: "No paper came since Monday.", papers: [] });
  });

  test("that was never made is null", async () => {
    expect(await findIssueByEdition("daily/2026-03-04/07/UTC")).toBeNull();
  });
});
