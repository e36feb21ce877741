import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { ingestEntries, makeEntry } from "@tests/factories";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";

test("killed half-way, each entry is stored completely or not at all, and a second run completes the import", async () => {
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

  const there = await db().paper.count();
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(entries.length);
  expect(await db().listing.count()).toBe(there);
  expect(await db().author.count()).toBe(there * 20);
  expect(await ingestEntries(entries)).toEqual({
    created: entries.length - there,
    updated: 0,
    unchanged: there,
    rejected: [],
  });
}, 60_000);
