import { hoursAfter, makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { isDelivering } from "./progress";
import {
  findLatestEdition,
  ISSUE_PAGE_SQL,
  listIssues,
  listScheduleCounts,
  listUncertainIssues,
  SCHEDULE_COUNTS_SQL,
} from "./queries";
import { DEFERRED_SQL, getProgress, ISSUES_SINCE_SQL, STATE_COUNTS_SQL } from "./queries-progress";
import { sumCounts } from "./state-counts";

const updateDelivery = (issueId: string, subscriptionId: string, data: object) =>
  db().delivery.updateMany({ where: { issueId, subscriptionId }, data });

const DEFERRED = { state: "deferred", readyAt: hoursAfter(1) };

describe("the progress", () => {
  test("has each open issue's states, which add up to its deliveries, and when deferred ones are retried", async () => {
    for (const id of ["a", "b", "c", "d"]) await makeSubscription(id);
    const { issueId } = await makeIssue([]);
    await updateDelivery(issueId, "a", { state: "sent", readyAt: null });
    await updateDelivery(issueId, "b", DEFERRED);
    await updateDelivery(issueId, "c", { ...DEFERRED, readyAt: hoursAfter(3) });
    const progress = await getProgress(NOW);
    expect(progress).toMatchObject({ lease: null, paused: null, failures: 0 });
    expect(progress.open).toMatchObject([
      {
        edition: "daily/2026-03-05/07/UTC",
        counts: { sent: 1, deferred: 2, pending: 1, unknown: 0 },
        deferred: { from: hoursAfter(1).toISOString(), to: hoursAfter(3).toISOString() },
      },
    ]);
    expect(progress.open.map(({ counts }) => sumCounts(counts))).toEqual([4]);
    expect(isDelivering(progress)).toBe(true);
    await db().delivery.updateMany({ data: { state: "sent", readyAt: null } });
    expect((await getProgress(NOW)).open).toEqual([]);
    expect((await getProgress(hoursAfter(48))).open).toEqual([]);
  });

  test("has the lease's owner and the reason of a pause until they end", async () => {
    const row = { leaseOwner: "web-1", leaseUntil: hoursAfter(1), pausedUntil: hoursAfter(1) };
    const data = { name: "digest", ...row, pauseReason: "<b>refused</b>", failures: 20 };
    await db().sender.create({ data });
    const until = hoursAfter(1).toISOString();
    expect(await getProgress(NOW)).toMatchObject({
      lease: { owner: "web-1", until },
      paused: { until, reason: "<b>refused</b>" },
      failures: 20,
    });
    expect(await getProgress(hoursAfter(2))).toMatchObject({ lease: null, paused: null });
  });
});

test("schedules of active subscriptions are counted", async () => {
  await makeSubscription("a");
  await makeSubscription("b", { pausedUntil: hoursAfter(24) });
  await makeSubscription("c", {
    rhythm: "weekly",
    weekday: 4,
    timeZone: "Asia/Kathmandu",
    hour: 6,
  });
  await makeSubscription("d", { state: "stopped" });
  expect(await listScheduleCounts()).toEqual([
    { rhythm: "daily", weekday: 1, hour: 7, timeZone: "UTC", subscribers: 2 },
    { rhythm: "weekly", weekday: 4, hour: 6, timeZone: "Asia/Kathmandu", subscribers: 1 },
  ]);
});

describe("issues", () => {
  test("are listed page by page, newest first, each once, even if many are due at the same instant", async () => {
    const dates = Array.from(
      { length: 45 },
      (_, index) => `2025-${String(index).padStart(2, "0")}-01`,
    );
    for (const date of dates) await makeIssue([], date);
    const seen: string[] = [];
    let cursor: Awaited<ReturnType<typeof listIssues>>["next"] = null;
    do {
      const { issues, next }: Awaited<ReturnType<typeof listIssues>> = await listIssues(cursor);
      seen.push(...issues.map(({ id }) => id));
      cursor = next;
    } while (cursor);
    expect(seen).toEqual(dates.map((date) => `issue-${date}`).toReversed());
  });

  test("with uncertain deliveries are listed; the latest with papers is previewed", async () => {
    await makeSubscription("a");
    expect(await findLatestEdition()).toBeNull();
    const paper = { id: "2603.00001", title: "One", byline: "", excerpt: "", upvotes: 0 };
    const first = await makeIssue([paper], "2026-03-04");
    const second = await makeIssue([]);
    await db().digestIssue.update({ where: { id: second.id }, data: { dueAt: hoursAfter(1) } });
    expect(await findLatestEdition()).toBe(first.edition);
    expect(await listUncertainIssues()).toEqual([]);
    await updateDelivery(second.id, "a", { state: "unknown", readyAt: null });
    expect(await listUncertainIssues()).toEqual([{ id: second.id, edition: second.edition }]);
  });
});

test("every list uses an index", () => {
  const database = new Sqlite(env().databaseFile, { readonly: true });
  const explain = (sql: string) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array(sql.split("?").length - 1).fill(""))
      .map((step) => JSON.stringify(step))
      .join("\n");
  for (const sql of [
    SCHEDULE_COUNTS_SQL,
    ISSUES_SINCE_SQL,
    STATE_COUNTS_SQL,
    DEFERRED_SQL,
    ISSUE_PAGE_SQL,
  ]) {
    expect(explain(sql)).not.toMatch(/SCAN (?!json_each)(?!\w+ USING COVERING INDEX)/i);
  }
  expect(explain(STATE_COUNTS_SQL)).toContain(
    "COVERING INDEX Delivery_issueId_state_subscriptionId_idx",
  );
  expect(explain(ISSUE_PAGE_SQL)).toContain("DigestIssue_dueAt_idx");
  database.close();
});
