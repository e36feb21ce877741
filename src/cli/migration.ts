import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { utc } from "@date-fns/utc";
import { format } from "date-fns";
import { readMigrations } from "@/db/migrate";
import { diffSchema } from "@/db/schema-engine";
import { now } from "@/lib/clock";

/** `npm run migration -- <name>`: writes a migration with the changes in schema.prisma that no migration has. */
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    "Name the migration after what it does, for example: npm run migration -- add_comments",
  );
  process.exit(1);
}
const folder = path.resolve("prisma/migrations");
const schema = readFileSync("prisma/schema.prisma", "utf8");
const { sql, differs } = await diffSchema(readMigrations(folder), schema);
if (!differs) {
  console.log("The migrations match schema.prisma: nothing to write.");
} else {
  const target = path.join(folder, `${format(now(), "yyyyMMddHHmmss", { in: utc })}_${name}`);
  mkdirSync(target);
  writeFileSync(path.join(target, "migration.sql"), sql);
  console.log(`Wrote ${path.relative(".", target)}/migration.sql. Read it before you commit it.`);
}
