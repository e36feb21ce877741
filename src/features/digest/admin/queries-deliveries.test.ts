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

const idOf = (index: number) => `reader-${String(index).padStart(4, "0")}`;

async function issueOf(count: number): Promise<string> {
  await makeSubscription("template");
  const template = await db().subscription.findUniqueOrThrow({ where: { id: "template" } });
  await transactionBulk(async (bulk) => {
    const readers = Array.from({ length: count }, (_, index) => ({
      ...template,
      ...{ id: idOf(index), email: `${index % 2 ? "ada" : "grace"}.${index}@example.org` },
    }));
    bulk.upsert("Subscription", ["id"], readers);
  });
  await db().subscription.delete({ where: { id: "template" } });
  return (await makeIssue([])).issueId;
}

/** All pages of a filter, in the order they come. */
async function pagesOf(filter: Omit<DeliveryFilter, "after">): Promise<string[][]> {
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

describe("five hundred mails of an issue", () => {
  test("come page by page, each once", async () => {
    const issueId = await issueOf(500);
    const pages = await pagesOf({ issueId, state: null, address: "" });
    expect(pages.map((page) => page.length)).toEqual(Array(10).fill(DELIVERIES_PER_PAGE));
    expect(pages.flat()).toEqual(Array.from({ length: 500 }, (_, index) => idOf(index)));
  });

  test("are narrowed by state and by the beginning of an address, taken as it is", async () => {
    const issueId = await issueOf(120);
    const refused = { in: [3, 4, 70].map(idOf) };
    const data = { state: "bounced" as const, readyAt: null };
    await db().delivery.updateMany({ where: { subscriptionId: refused }, data });
    const of = (state: DeliveryState | null, address: string) =>
      pagesOf({ issueId, state, address }).then((pages) => pages.flat());
    expect(await of("bounced", "")).toEqual([3, 4, 70].map(idOf));
    expect(await of("bounced", "ada.")).toEqual([idOf(3)]);
    expect(await of(null, "grace.")).toHaveLength(60);
    expect(await of(null, "ada.11@example.org")).toEqual([idOf(11)]);
    for (const typed of ["%", "_da", "'", "zzz", "ada.11@example.orgx"]) {
      expect(await of(null, typed), typed).toEqual([]);
    }
  });
});

test("every narrowing is found by an index", async () => {
  const database = new Sqlite(env().databaseFile, { readonly: true });
  const planOf = (filter: Partial<DeliveryFilter>) => {
    const all = { issueId: "i", state: null, address: "", after: "", ...filter };
    const { sql, parameters } = buildDeliveriesQuery(all);
    return JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters));
  };
  expect(planOf({})).toContain("sqlite_autoindex_Delivery_1 (issueId=? AND subscriptionId>?)");
  expect(planOf({ state: "sent" })).toContain(
    "Delivery_issueId_state_subscriptionId_idx (issueId=? AND state=? AND subscriptionId>?)",
  );
  expect(planOf({ address: "ada" })).toContain("Subscription_email_key (email>? AND email<?)");
  for (const filter of [{}, { state: "sent" as const }]) {
    expect(planOf(filter)).not.toMatch(/TEMP B-TREE|SCAN/);
  }
  database.close();
});

test("a story that can't be read is told as it stands", () => {
  expect(parseAttemptLog("[]")).toEqual([]);
  expect(parseAttemptLog('[{"at":"2026-03-05T15:00:00Z","answer":null}]')).toEqual([
    { at: "2026-03-05T15:00:00Z", answer: "no answer" },
  ]);
  expect(parseAttemptLog("<b>")).toEqual([{ at: "", answer: "<b>" }]);
});
