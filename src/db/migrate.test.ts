import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readRows } from "@tests/tables";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MigrationError, migrate, readMigrations } from "./migrate";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-migrate-"));
  file = path.join(folder, "data", "test.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Made-up migrations in a folder of Prisma's form. */
function made(sqlByName: Record<string, string>) {
  const home = mkdtempSync(path.join(folder, "migrations-"));
  for (const [name, sql] of Object.entries(sqlByName)) {
    mkdirSync(path.join(home, name));
    writeFileSync(path.join(home, name, "migration.sql"), sql);
  }
  return readMigrations(home);
}

const LEDGER = "_prisma_migrations";
const one = { "1_one": 'CREATE TABLE "one" ("id" INTEGER PRIMARY KEY);' };
const two = {
  "2_two": 'ALTER TABLE "one" ADD COLUMN "more" TEXT; INSERT INTO "one" VALUES (1, 2);',
};
const child = {
  "2_child": `CREATE TABLE "child" ("one" INTEGER REFERENCES "one" ("id") ON DELETE CASCADE);
    INSERT INTO "one" VALUES (1);
    INSERT INTO "child" VALUES (1), (1);`,
};

function tables(): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  try {
    const names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ? ORDER BY name";
    return database.prepare(names).pluck().all(LEDGER);
  } finally {
    database.close();
  }
}

describe("migrations", () => {
  test("are applied in the order of their names, and twice is once", () => {
    const migrations = made({ ...two, ...one });
    expect(migrate(file, migrations)).toEqual(["1_one", "2_two"]);
    const ledger = readRows(LEDGER, file);
    expect(migrate(file, migrations)).toEqual([]);
    expect(readRows(LEDGER, file)).toEqual(ledger);
    expect(readRows("one", file)).toEqual([{ id: 1, more: "2" }]);
  });

  test("that come later are applied alone", () => {
    migrate(file, made(one));
    expect(migrate(file, made({ ...one, ...two }))).toEqual(["2_two"]);
  });

  test("leave a ledger that Prisma's own command understands", () => {
    const [migration] = made(one);
    migrate(file, made(one));
    expect(readRows(LEDGER, file)).toMatchObject([
      {
        migration_name: "1_one",
        checksum: migration?.checksum,
        applied_steps_count: 1,
        rolled_back_at: null,
        finished_at: expect.any(Number),
      },
    ]);
    expect(migration?.checksum).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("a migration that fails", () => {
  test("leaves nothing half-done, and those before it stay", () => {
    const broken =
      'CREATE TABLE "half" ("id"); INSERT INTO "one" VALUES (5); INSERT INTO "nowhere" VALUES (1);';
    const migrations = made({
      ...one,
      "2_broken": broken,
      "3_after": 'CREATE TABLE "after" ("id");',
    });
    expect(() => migrate(file, migrations)).toThrow(/nowhere/);
    expect(tables()).toEqual(["one"]);
    expect(readRows("one", file)).toEqual([]);
    expect(readRows(LEDGER, file)).toMatchObject([{ migration_name: "1_one" }]);
    expect(migrate(file, made({ ...one, ...two }))).toEqual(["2_two"]);
  });

  test("for leaving rows without their parents is refused and rolled back as a whole", () => {
    const migrations = made({ ...one, ...child });
    migrate(file, migrations);
    const orphaning = made({
      ...one,
      ...child,
      "3_orphans": 'CREATE TABLE "extra" ("id"); DELETE FROM "one";',
    });
    expect(() => migrate(file, orphaning)).toThrow(MigrationError);
    expect(() => migrate(file, orphaning)).toThrow(/3_orphans.*without their parents/);
    expect(tables()).toEqual(["child", "one"]);
    expect(readRows("one", file)).toHaveLength(1);
    expect(readRows("child", file)).toHaveLength(2);
    expect(readRows(LEDGER, file)).toHaveLength(2);
  });
});

describe("a database that doesn't fit is refused and left as it is", () => {
  const refuses = (sqlByName: Record<string, string>, reason: RegExp) => {
    const before = [tables(), readRows(LEDGER, file)];
    expect(() => migrate(file, made(sqlByName))).toThrow(MigrationError);
    expect(() => migrate(file, made(sqlByName))).toThrow(reason);
    expect([tables(), readRows(LEDGER, file)]).toEqual(before);
  };

  test("where a migration was changed after it was applied", () => {
    migrate(file, made({ ...one, ...two }));
    const third = { "3_three": 'CREATE TABLE "three" ("id");' };
    refuses({ ...one, "2_two": `${two["2_two"]} -- later`, ...third }, /2_two was changed/);
  });

  test("where it holds a migration that this version doesn't know", () => {
    migrate(file, made({ ...one, ...two }));
    refuses(one, /2_two, which this version doesn't know/);
    refuses({ ...one, "3_three": 'CREATE TABLE "three" ("id");' }, /2_two/);
  });
});

/** Applies the real migrations in a process of its own as soon as it is told to. */
async function process(database: string) {
  const code = `import { migrate, readMigrations } from "./src/db/migrate.ts";
    const migrations = readMigrations("prisma/migrations");
    process.stdin.once("data", () => {
      console.log("applied " + migrate(process.argv[1], migrations).join(" "));
      process.exit();
    });
    console.log("ready");`;
  const words = ["--import", "tsx", "--input-type=module", "-e", code, database];
  const started = spawn(globalThis.process.execPath, words);
  let printed = "";
  started.stdout.on("data", (text) => {
    printed += text;
  });
  started.stderr.on("data", (text) => {
    printed += text;
  });
  await once(started.stdout, "data");
  return async () => {
    const closed = once(started, "close");
    started.stdin.write("go\n");
    await closed;
    return printed.trim().split("\n").slice(1).join("\n");
  };
}

test("of processes that start at once each succeeds, and each migration is applied once", async () => {
  const names = readMigrations("prisma/migrations").map(({ name }) => name);
  for (const round of ["first", "second", "third"]) {
    file = path.join(folder, round, "test.db");
    const starts = await Promise.all(Array.from({ length: 5 }, () => process(file)));
    const answers = await Promise.all(starts.map((start) => start()));
    const applied = answers.flatMap((answer) => {
      expect(answer).toMatch(/^applied/);
      return answer.split(" ").slice(1).filter(Boolean);
    });
    expect(applied.toSorted()).toEqual(names);
    expect(readRows(LEDGER, file)).toHaveLength(names.length);
  }
}, 60_000);
