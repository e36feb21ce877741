import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import type { SqlValue } from "@/db/bulk";
import { closeDatabase, transactionBulk } from "@/db/client";
import { migrate, readMigrations } from "@/db/migrate";
import { parseEnv, useEnv } from "@/env";
import { DAY } from "@/lib/duration";
import { ingestEntries, makeEntry, NOW } from "../factories";

/** Environment variables of a process of the site. */
export type Settings = Record<string, string>;

/** Creates the settings of a site in a folder. Its own editions are daily at 7:00 UTC. */
export const createSettings = (folder: string, more: Settings = {}): Settings => ({
  DATABASE_URL: `file:${path.join(folder, "soak.db")}`,
  OUTBOX: path.join(folder, "outbox"),
  SECRET: "a secret of more than thirty-two characters",
  SITE_URL: "https://papers.example.org",
  MAIL_FROM: "Daily Papers <papers@example.org>",
  DIGEST_HOUR: "7",
  DIGEST_TIME_ZONE: "UTC",
  TZ: "Asia/Kathmandu",
  NODE_ENV: "production",
  ...more,
});

/** Migrates the database and opens it in this process too, until `closeDatabase`. */
export function openSite(settings: Settings): void {
  const parsed = parseEnv(settings);
  migrate(parsed.databaseFile, readMigrations("prisma/migrations"));
  useEnv(parsed);
}

/** Adds new papers, as many as the largest digest contains. */
export async function addPapers(from: number, now: Date = NOW): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  const entries = Array.from({ length: 25 }, (_, index) =>
    makeEntry({ id: `2603.${10_000 + from + index}`, day, upvotes: 100 - index }),
  );
  const { rejected } = await ingestEntries(entries, now);
  if (rejected.length) throw new Error(`rejected: ${rejected[0]?.reason}`);
}

/** Adds subscribers with the same preferences. Their ids are in their addresses: `reader-7@example.org`. */
export async function addSubscribers(
  count: number,
  { name = "reader", ...preferences }: Record<string, SqlValue> & { name?: string } = {},
): Promise<void> {
  const since = new Date(NOW.getTime() - DAY);
  const times = { createdAt: since, confirmedAt: since, scheduledAt: since };
  const subscribers = Array.from({ length: count }, (_, index) => {
    const id = `${name}-${index}`;
    return { id, email: `${id}@example.org`, state: "active", ...times, ...preferences };
  });
  await transactionBulk(async (bulk) => bulk.insert("Subscription", subscribers));
  await closeDatabase();
}

/** How many deliveries were frozen, and how many rows are in each state. */
export type Snapshot = { frozen: number; states: Record<string, number> };

const issueRow = z.object({ edition: z.string(), subscribers: z.number() });
const countRow = z.object({ state: z.string(), rows: z.number() });
const openDeliveryRow = z.object({ subscriber: z.string(), state: z.string() });

/** Reads a site's database as another process. After a kill SQLite first recovers its log. */
export function readSnapshot(settings: Settings) {
  const database = new Database(parseEnv(settings).databaseFile);
  try {
    const read = <Row>(row: z.ZodType<Row>, sql: string) =>
      z.array(row).parse(database.prepare(sql).all());
    const [issues, counts, open] = database.transaction(
      () =>
        [
          read(issueRow, `SELECT "edition", "deliveryCount" AS "subscribers" FROM "DigestIssue"`),
          read(countRow, `SELECT "state", COUNT(*) AS "rows" FROM "Delivery" GROUP BY "state"`),
          read(
            openDeliveryRow,
            `SELECT "subscriptionId" AS "subscriber", "state" FROM "Delivery" WHERE "state" IN ('sending', 'unknown')`,
          ),
        ] as const,
    )();
    return {
      issues: issues.map(({ edition }) => edition),
      frozen: issues.reduce((sum, { subscribers }) => sum + subscribers, 0),
      states: Object.fromEntries(counts.map(({ state, rows }) => [state, rows])),
      subscribersIn: (state: "sending" | "unknown") =>
        open.filter((row) => row.state === state).map(({ subscriber }) => subscriber),
    };
  } finally {
    database.close();
  }
}
