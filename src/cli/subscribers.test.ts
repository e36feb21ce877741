import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { makeSubscription } from "@tests/factories";
import { expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { env } from "@/env";

// Each test starts a process.
vi.setConfig({ testTimeout: 60_000 });

/** Runs `npm run subscribers` with these arguments. */
async function runCommand(...words: string[]) {
  const settings = { DATABASE_URL: `file:${env().databaseFile}`, SECRET: env().secret };
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/subscribers.ts", ...words], {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

const getPath = (name: string) => path.join(path.dirname(env().databaseFile), name);

test("an exported file can be imported; only its owner can read it, and it replaces no other file", async () => {
  await makeSubscription("ada", { consentSource: "form" });
  const file = getPath("export.csv");
  expect(await runCommand("export", file)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file, "utf8");
  expect(await runCommand("export", file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Stopped: EEXIST/),
  });
  expect(readFileSync(file, "utf8")).toBe(before);
  await db().subscription.deleteMany();
  const { code, stdout } = await runCommand("import", file);
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, created: 1, rejected: 0 });
  expect(await db().subscription.findFirst()).toMatchObject({
    email: "ada@example.org",
    consentSource: "import: export.csv: form",
  });
});

test("a table with a bad row imports the rest, reports the row and fails", async () => {
  const file = getPath("list.csv");
  const rows = ["a@example.org,2026-01-02,fair,x", "b@example.org,,fair,x"];
  writeFileSync(file, ["email,consented_at,consent_source,colour", ...rows].join("\n"));
  const { code, stderr, stdout } = await runCommand("import", file);
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, created: 1, rejected: 1 });
  expect(stderr).toBe(
    "Unknown columns: colour\nLine 3 (b@example.org): consented_at is empty. Enter when this subscriber agreed.\n",
  );
});

test("any other command prints the usage", async () => {
  const { code, stderr } = await runCommand("destroy");
  expect(code).toBe(1);
  expect(stderr).toContain("npm run subscribers -- import FILE");
});
