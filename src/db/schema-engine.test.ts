import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readMigrations } from "./migrate";
import { diffSchema } from "./schema-engine";

const schema = readFileSync("prisma/schema.prisma", "utf8");
const migrations = readMigrations("prisma/migrations");

test("schema.prisma and the migrations agree", async () => {
  const { differs, sql } = await diffSchema(migrations, schema);
  expect(differs, sql).toBe(false);
});

test("a model that no migration creates is a difference, with the SQL that creates it", async () => {
  const more = `${schema}\nmodel Extra {\n  id String @id\n}\n`;
  const { differs, sql } = await diffSchema(migrations, more);
  expect(differs).toBe(true);
  expect(sql).toContain('CREATE TABLE "Extra"');
});
