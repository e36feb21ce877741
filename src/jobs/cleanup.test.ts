import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeIssue } from "@tests/digest";
import { makeSubscription, NOW } from "@tests/factories";
import { expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";
import { DAY, HOUR } from "@/lib/duration";
import { cleanup } from "./cleanup";

vi.mock("@/lib/clock", () => ({ now: () => NOW }));

const run = (isStopping = () => false) => cleanup.run({ scheduled: true, isStopping });
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);

async function makeSession(id: string, expiresAt: Date) {
  const times = { createdAt: daysAgo(100), updatedAt: daysAgo(100) };
  await db().person.upsert({
    where: { id: "ada" },
    create: { id: "ada", name: "", email: "ada@example.org", ...times },
    update: {},
  });
  await db().session.create({ data: { id, token: id, userId: "ada", expiresAt, ...times } });
  await db().verification.create({
    data: { id, identifier: id, value: "{}", expiresAt, ...times },
  });
}

test("removes nothing from a new site", async () => {
  expect(await run()).toBe("Nothing to remove.");
});

test("removes expired sessions and sign-in links", async () => {
  await makeSession("expired", NOW);
  await makeSession("current", new Date(NOW.getTime() + 1));
  expect(await run()).toBe("Removed 1 expired session, 1 expired sign-in link.");
  expect(await db().session.findMany({ select: { id: true } })).toEqual([{ id: "current" }]);
  expect(await db().verification.findMany({ select: { id: true } })).toEqual([{ id: "current" }]);
  expect(await db().person.count()).toBe(1);
});

test("removes subscriptions that nobody confirmed within 48 hours, and no other", async () => {
  const pending = { state: "pending" as const, confirmedAt: null };
  await makeSubscription("old", { ...pending, createdAt: daysAgo(2), confirmMailedAt: daysAgo(2) });
  await makeSubscription("unsent", { ...pending, createdAt: daysAgo(3), confirmMailedAt: null });
  await makeSubscription("repeated", {
    ...pending,
    createdAt: daysAgo(9),
    confirmMailedAt: new Date(NOW.getTime() - 47 * HOUR),
  });
  await makeSubscription("new", { ...pending, createdAt: daysAgo(1), confirmMailedAt: daysAgo(1) });
  for (const state of ["active", "unsubscribed", "stopped", "deleted"] as const) {
    await makeSubscription(state, { state, createdAt: daysAgo(900) });
  }
  expect(await run()).toBe("Removed 2 unconfirmed subscriptions.");
  const kept = await db().subscription.findMany({ orderBy: { id: "asc" }, select: { id: true } });
  expect(kept.map(({ id }) => id)).toEqual([
    "active",
    "deleted",
    "new",
    "repeated",
    "stopped",
    "unsubscribed",
  ]);
});

test("removes changes of address that one side never confirmed; a completed one stays", async () => {
  for (const id of ["half", "done", "new"]) {
    await makeSubscription(id);
    await db().addressChange.create({
      data: {
        subscriptionId: id,
        email: `${id}@new.example`,
        oldTokenHash: `${id}-old`,
        newTokenHash: `${id}-new`,
        oldConfirmedAt: daysAgo(3),
        newConfirmedAt: id === "done" ? daysAgo(3) : null,
        createdAt: daysAgo(id === "new" ? 1 : 3),
      },
    });
  }
  expect(await run()).toBe("Removed 1 unconfirmed change of address.");
  expect(await db().subscription.count()).toBe(3);
  expect(await db().addressChange.count()).toBe(2);
});

test("removes the text of a bounce after 30 days, and emails that were about nobody", async () => {
  await makeSubscription();
  const makeBounce = (id: string, days: number, subscriptionId: string | null) =>
    db().bounce.create({
      data: {
        id,
        rawHash: id,
        subscriptionId,
        kind: subscriptionId ? "hard" : "ignored",
        status: "5.1.1",
        receivedAt: daysAgo(days),
        raw: subscriptionId ? "From: MAILER-DAEMON" : "",
      },
    });
  await makeBounce("old", 30, "reader-1");
  await makeBounce("new", 29, "reader-1");
  await makeBounce("old stranger", 30, null);
  await makeBounce("new stranger", 29, null);
  expect(await run()).toBe("Removed 1 text of a bounce, 1 email that was no bounce.");
  const bounces = await db().bounce.findMany({ orderBy: { id: "asc" } });
  expect(bounces).toMatchObject([
    { id: "new", raw: "From: MAILER-DAEMON" },
    { id: "new stranger" },
    { id: "old", raw: "", status: "5.1.1", kind: "hard" },
  ]);
  expect(await run()).toBe("Nothing to remove.");
});

test("removes records of imports after 90 days, in batches", async () => {
  const counts = { created: 1, updated: 0, unchanged: 0, rejected: 0, rejections: "[]" };
  const makeRun = (id: string, days: number) => ({
    ...counts,
    id,
    origin: "route",
    startedAt: daysAgo(days),
    finishedAt: daysAgo(days),
  });
  const old = Array.from({ length: 1_100 }, (_, number) => makeRun(`old-${number}`, 90));
  await db().ingestRun.createMany({ data: [...old, makeRun("new", 89)] });
  expect(await run()).toBe("Removed 1,100 records of imports.");
  expect(await db().ingestRun.count()).toBe(1);
});

test("removes emails of the outbox after 30 days, and no other file", async () => {
  mkdirSync(env().outbox, { recursive: true });
  const old = `${daysAgo(30).toISOString().replaceAll(/[:.]/g, "-")}-0123abcd.eml`;
  const recent = `${daysAgo(29).toISOString().replaceAll(/[:.]/g, "-")}-0123abcd.eml`;
  for (const name of [old, `${old}.part`, recent, "2001-letter.eml", "notes.txt"]) {
    writeFileSync(path.join(env().outbox, name), "text");
  }
  expect(await run()).toBe("Removed 2 emails in the outbox.");
  expect(readdirSync(env().outbox)).toEqual(["2001-letter.eml", recent, "notes.txt"].toSorted());
});

test("keeps issues and deliveries", async () => {
  await makeSubscription();
  await makeIssue([], "2020-01-01");
  expect(await db().delivery.count()).toBe(1);
  expect(await run()).toBe("Nothing to remove.");
  expect(await db().delivery.count()).toBe(1);
});

test("leaves the rest to the next run when the process is asked to stop", async () => {
  await makeSession("expired", daysAgo(1));
  expect(await run(() => true)).toBe("Nothing to remove.");
  expect(await db().session.count()).toBe(1);
});

test("docs/operations.md states how long each table is kept", () => {
  const [, retention = ""] = readFileSync("docs/operations.md", "utf8").split("## What is kept");
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const tables = [...schema.matchAll(/^model (\w+)/gm)].map(([, table]) => `\`${table}\``);
  expect(tables.filter((table) => !retention.includes(table))).toEqual([]);
});
