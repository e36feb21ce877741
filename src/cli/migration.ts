import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { utc } from "@date-fns/utc";
import { format } from "date-fns";
import { readMigrations } from "@/db/migrate";
import { diffSchema } from "@/db/schema-engine";
import { now } from "@/lib/clock";

/** `npm run migration -- <what>`: writes what schema.prisma asks for beyond the migrations. */
const what = process.argv[2];
if (!what || !/^[a-z0-9_]+$/.test(what)) {
  console.error("Say what the migration does, as in: npm run migration -- add_comments");
  process.exit(1);
}
const folder = path.resolve("prisma/migrations");
const schema = readFileSync("prisma/schema.prisma", "utf8");
const { sql, differs } = await diffSchema(readMigrations(folder), schema);
if (!differs) {
  console.log("The migrations and schema.prisma agree: nothing to write.");
} else {
  const target = path.join(folder, `${format(now(), "yyyyMMddHHmmss", { in: utc })}_${what}`);
  mkdirSync(target);
  writeFileSync(path.join(target, "migration.sql"), sql);
  console.log(
    `Written: ${path.relative(".", target)}/migration.sql. Read it before you commit it.`,
  );
}
