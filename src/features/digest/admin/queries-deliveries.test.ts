import { makeIssue } from "@tests/digest";
import { makeSubscription } from "@tests/factories";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { db, transactionBulk } from "@/db/client";
import { env } from "@/env";
import {
  buildDeliveriesQuery,
  DELIVERIES_PER_PAGE,
  type DeliveryFilter,
  listDeliveries,
  parseAttemptLog,
} from "./queries-deliveries";
import type { DeliveryState } from "./state-counts";

const getSubscriptionId = (index: number) => `subscription-${String(index).padStart(4, "0")}`;

async function makeIssueFor(count: number): Promise<string> {
  await makeSubscription("template");
  const template = await db().subscription.findUniqueOrThrow({ where: { id: "template" } });
  await transactionBulk(async (bulk) => {
    const subscriptions = Array.from({ length: count }, (_, index) => ({
      ...template,
      id: getSubscriptionId(index),
      email: `${index % 2 ? "ada" : "grace"}.${index}@example.org`,
    }));
    bulk.upsert("Subscription", ["id"], subscriptions);
  });
  await db().subscription.delete({ where: { id: "template" } });
  return (await makeIssue([])).issueId;
}

/** Lists the subscription ids of each page of a filter. */
async function listPages(filter: Omit<DeliveryFilter, "after">): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = "";
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listDeliveries>> = await listDeliveries({
      ...filter,
      after,
    });
    pages.push(page.deliveries.map(({ subscriptionId }) => subscriptionId));
    after = page.next;
  }
  return pages;
}

describe("the deliveries of an issue", () => {
  test("are listed page by page, each once", async () => {
    const issueId = await makeIssueFor(500);
    const pages = await listPages({ issueId, state: null, address: "" });
    expect(pages.map((page) => page.length)).toEqual(Array(10).fill(DELIVERIES_PER_PAGE));
    expect(pages.flat()).toEqual(
      Array.from({ length: 500 }, (_, index) => getSubscriptionId(index)),
    );
  });

  test("are filtered by state and by the beginning of an address, without wildcards", async () => {
    const issueId = await makeIssueFor(120);
    const bounced = { in: [3, 4, 70].map(getSubscriptionId) };
    const data = { state: "bounced" as const, readyAt: null };
    await db().delivery.updateMany({ where: { subscriptionId: bounced }, data });
    const listFiltered = (state: DeliveryState | null, address: string) =>
      listPages({ issueId, state, address }).then((pages) => pages.flat());
    expect(await listFiltered("bounced", "")).toEqual([3, 4, 70].map(getSubscriptionId));
    expect(await listFiltered("bounced", "ada.")).toEqual([getSubscriptionId(3)]);
    expect(await listFiltered(null, "grace.")).toHaveLength(60);
    expect(await listFiltered(null, "ada.11@example.org")).toEqual([getSubscriptionId(11)]);
    for (const typed of ["%", "_da", "'", "zzz", "ada.11@example.orgx"]) {
      expect(await listFiltered(null, typed), typed).toEqual([]);
    }
  });
});

test("every filter uses an index", async () => {
  const database = new Sqlite(env().databaseFile, { readonly: true });
  const explain = (filter: Partial<DeliveryFilter>) => {
    const all = { issueId: "i", state: null, address: "", after: "", ...filter };
    const { sql, parameters } = buildDeliveriesQuery(all);
    return JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters));
  };
  expect(explain({})).toContain("sqlite_autoindex_Delivery_1 (issueId=? AND subscriptionId>?)");
  expect(explain({ state: "sent" })).toContain(
    "Delivery_issueId_state_subscriptionId_idx (issueId=? AND state=? AND subscriptionId>?)",
  );
  expect(explain({ address: "ada" })).toContain("Subscription_email_key (email>? AND email<?)");
  for (const filter of [{}, { state: "sent" as const }]) {
    expect(explain(filter)).not.toMatch(/TEMP B-TREE|SCAN/);
  }
  database.close();
});

test("an attempt log that can't be parsed is shown as it is stored", () => {
  expect(parseAttemptLog("[]")).toEqual([]);
  expect(parseAttemptLog('[{"at":"2026-03-05T15:00:00Z","answer":null}]')).toEqual([
    { at: "2026-03-05T15:00:00Z", answer: "no answer" },
  ]);
  expect(parseAttemptLog("<b>")).toEqual([{ at: "", answer: "<b>" }]);
});
