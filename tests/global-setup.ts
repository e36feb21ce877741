import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate, readMigrations } from "../src/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of an empty, migrated database that each test copies */
    templateDatabase: string;
  }
}

export default function globalSetup(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), "daily-papers-"));
  const template = path.join(folder, "template.db");
  migrate(template, readMigrations("prisma/migrations"));
  project.provide("templateDatabase", template);
  return () => rmSync(folder, { recursive: true, force: true });
}
