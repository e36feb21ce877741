import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, inject, vi } from "vitest";
import { closeDatabase } from "@/db/client";
import { parseEnv, useEnv } from "@/env";

let folder: string;

let expected: RegExp[] = [];

/** Declares lines that the test will print to standard error: `expectErrors(/mail/)`. */
export const expectErrors = (...patterns: RegExp[]): void => {
  expected.push(...patterns);
};

// Each test has a new database and its own settings, and fails where it prints an undeclared error.
beforeEach(() => {
  expected = [];
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-test-"));
  const file = path.join(folder, "test.db");
  copyFileSync(inject("templateDatabase"), file);
  useEnv(
    parseEnv({
      DATABASE_URL: `file:${file}`,
      OUTBOX: path.join(folder, "outbox"),
      SECRET: "a secret of more than thirty-two characters",
      INGEST_TOKEN: "the-token-of-the-tests",
      SITE_URL: "https://papers.example.org",
      MAIL_FROM: "Daily Papers <papers@example.org>",
      RECORDED_DATA: process.env.RECORDED_DATA,
    }),
  );
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(async () => {
  const lines = vi.mocked(console.error).mock.calls.map((parts) => parts.join(" "));
  vi.restoreAllMocks();
  await closeDatabase();
  rmSync(folder, { recursive: true, force: true });
  const unexpected = lines.filter((line) => !expected.some((pattern) => pattern.test(line)));
  expect(unexpected, "unexpected console.error").toEqual([]);
});
