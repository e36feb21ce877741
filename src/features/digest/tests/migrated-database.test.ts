import { rmSync } from "node:fs";
import { countDeliveries, minutesAfter, receiveEmails, runDigestAt } from "@tests/digest";
import { NOW } from "@tests/factories";
import { listRecipients } from "@tests/sending";
import Sqlite from "better-sqlite3";
import { simpleParser } from "mailparser";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { env, useEnv } from "@/env";

const PAPERS = JSON.stringify([
  { id: "2603.00001", title: "On tides", byline: "Ada", excerpt: "They rise.", upvotes: 3 },
]);
const AT = "2026-03-05T07:00:00.000+00:00";
const TRIED = "2026-03-05T07:01:00.000+00:00";

/** The deliveries of the only daily issue in the old version: id, state, attempts, time of the claim. */
const OLD = [
  ["waiting", "pending", 0, null],
  ["tried", "failed", 2, TRIED],
  ["given-up", "failed", 5, TRIED],
  ["uncertain", "sending", 1, TRIED],
  ["served", "sent", 1, TRIED],
] as const;

/** Creates a database of the version before the digest had rhythms, with an issue that is being sent. */
beforeEach(() => {
  const file = env().databaseFile;
  rmSync(file);
  const all = readMigrations("prisma/migrations");
  const old = all.slice(
    0,
    all.findIndex(({ name }) => name.endsWith("_digest")),
  );
  expect(old.length).toBeGreaterThan(0);
  migrate(file, old);
  const database = new Sqlite(file);
  database
    .prepare(`INSERT INTO "DigestIssue" VALUES ('old', '2026-03-05', ?, ?, 'On tides', ?, ?)`)
    .run("2026-03-04T07:00:00.000+00:00", AT, PAPERS, AT);
  for (const [id, state, attempts, claimed] of OLD) {
    const since = "2026-03-01T00:00:00.000+00:00";
    database
      .prepare(
        `INSERT INTO "Subscription" ("id", "email", "state", "confirmedAt", "createdAt")
         VALUES (?, ?, 'active', ?, ?)`,
      )
      .run(id, `${id}@example.org`, since, since);
    database
      .prepare(`INSERT INTO "Delivery" VALUES ('old', ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        id,
        state,
        attempts,
        `<old.${id}@papers.example.org>`,
        claimed,
        claimed,
        "the last answer",
      );
  }
  database.close();
  migrate(file, all);
});

test("the issue of an old database is sent to everyone who still waits for it, and to nobody twice", async () => {
  const { emails } = await receiveEmails();
  await runDigestAt(NOW);
  expect(listRecipients(emails)).toEqual([
    "tried@example.org",
    "uncertain@example.org",
    "waiting@example.org",
  ]);
  const { text } = await simpleParser(emails[0]?.raw ?? "");
  expect(text).toContain("On tides");
  expect(await countDeliveries("old")).toEqual({ sent: 4, skipped: 1 });
  const issue = await db().digestIssue.findUniqueOrThrow({ where: { id: "old" } });
  expect(issue).toMatchObject({
    deliveryCount: 5,
    edition: "daily/2026-03-05/07/UTC",
    archived: true,
  });
  await runDigestAt(minutesAfter(60));
  expect(emails).toHaveLength(3);
});

test("an uncertain delivery of the old version is held if the settings say so", async () => {
  useEnv({ ...env(), digest: { ...env().digest, onUncertain: "hold" } });
  const { emails } = await receiveEmails();
  await runDigestAt(NOW);
  expect(listRecipients(emails)).toEqual(["tried@example.org", "waiting@example.org"]);
  expect(await countDeliveries("old")).toEqual({ sent: 3, skipped: 1, unknown: 1 });
});

test("subscribers of the old version get the site's daily edition from then on", async () => {
  const { emails } = await receiveEmails();
  await runDigestAt(NOW);
  const subscriptions = await db().subscription.findMany();
  for (const subscription of subscriptions) {
    expect(subscription).toMatchObject({
      rhythm: "daily",
      size: 10,
      topics: "{}",
      timeZone: "UTC",
    });
  }
  expect(emails).toHaveLength(3);
});
