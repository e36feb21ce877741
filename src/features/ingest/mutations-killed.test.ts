import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";

test("an import that is killed has stored each entry completely or not at all, and a second run completes it", async () => {
  const entries = Array.from({ length: 3_000 }, (_, index) =>
    makeEntry({ id: `2603.${10_000 + index}`, authors: 20 }),
  );
  const file = `${env().databaseFile}.json`;
  writeFileSync(file, JSON.stringify(entries));
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/ingest.ts", file], {
    env: {
      ...process.env,
      DATABASE_URL: `file:${env().databaseFile}`,
      SECRET: env().secret,
      CLOCK: "2026-03-05T15:00:00Z",
    },
  });
  const ended = once(child, "close");
  while ((await db().paper.count()) === 0 && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  await ended;

  const stored = await db().paper.count();
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(entries.length);
  expect(await db().listing.count()).toBe(stored);
  expect(await db().author.count()).toBe(stored * 20);
  expect(await ingestEntries(entries)).toEqual({
    created: entries.length - stored,
    updated: 0,
    unchanged: stored,
    rejected: [],
  });
}, 60_000);
