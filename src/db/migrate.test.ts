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

/** Writes migrations to a folder in Prisma's layout and reads them. */
function makeMigrations(sqlByName: Record<string, string>) {
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

function listTables(): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  try {
    const names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ? ORDER BY name";
    return database.prepare(names).pluck().all(LEDGER);
  } finally {
    database.close();
  }
}

describe("migrations", () => {
  test("are applied in the order of their names, each once", () => {
    const migrations = makeMigrations({ ...two, ...one });
    expect(migrate(file, migrations)).toEqual(["1_one", "2_two"]);
    const ledger = readRows(LEDGER, file);
    expect(migrate(file, migrations)).toEqual([]);
    expect(readRows(LEDGER, file)).toEqual(ledger);
    expect(readRows("one", file)).toEqual([{ id: 1, more: "2" }]);
  });

  test("that are added later are applied alone", () => {
    migrate(file, makeMigrations(one));
    expect(migrate(file, makeMigrations({ ...one, ...two }))).toEqual(["2_two"]);
  });

  test("are recorded as Prisma's own command records them", () => {
    const [migration] = makeMigrations(one);
    migrate(file, makeMigrations(one));
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
  test("is rolled back, and the migrations before it stay", () => {
    const broken =
      'CREATE TABLE "half" ("id"); INSERT INTO "one" VALUES (5); INSERT INTO "nowhere" VALUES (1);';
    const migrations = makeMigrations({
      ...one,
      "2_broken": broken,
      "3_after": 'CREATE TABLE "after" ("id");',
    });
    expect(() => migrate(file, migrations)).toThrow(/nowhere/);
    expect(listTables()).toEqual(["one"]);
    expect(readRows("one", file)).toEqual([]);
    expect(readRows(LEDGER, file)).toMatchObject([{ migration_name: "1_one" }]);
    expect(migrate(file, makeMigrations({ ...one, ...two }))).toEqual(["2_two"]);
  });

  test("because it leaves rows without their parents is rolled back as a whole", () => {
    const migrations = makeMigrations({ ...one, ...child });
    migrate(file, migrations);
    const orphaning = makeMigrations({
      ...one,
      ...child,
      "3_orphans": 'CREATE TABLE "extra" ("id"); DELETE FROM "one";',
    });
    expect(() => migrate(file, orphaning)).toThrow(MigrationError);
    expect(() => migrate(file, orphaning)).toThrow(/3_orphans.*without their parents/);
    expect(listTables()).toEqual(["child", "one"]);
    expect(readRows("one", file)).toHaveLength(1);
    expect(readRows("child", file)).toHaveLength(2);
    expect(readRows(LEDGER, file)).toHaveLength(2);
  });
});

describe("a database that doesn't match the migrations is refused and left unchanged", () => {
  const expectRefusal = (sqlByName: Record<string, string>, reason: RegExp) => {
    const before = [listTables(), readRows(LEDGER, file)];
    expect(() => migrate(file, makeMigrations(sqlByName))).toThrow(MigrationError);
    expect(() => migrate(file, makeMigrations(sqlByName))).toThrow(reason);
    expect([listTables(), readRows(LEDGER, file)]).toEqual(before);
  };

  test("if a migration was changed after it was applied", () => {
    migrate(file, makeMigrations({ ...one, ...two }));
    const third = { "3_three": 'CREATE TABLE "three" ("id");' };
    expectRefusal({ ...one, "2_two": `${two["2_two"]} -- later`, ...third }, /2_two was changed/);
  });

  test("if it contains a migration that this version doesn't know", () => {
    migrate(file, makeMigrations({ ...one, ...two }));
    expectRefusal(one, /2_two, which this version doesn't know/);
    expectRefusal({ ...one, "3_three": 'CREATE TABLE "three" ("id");' }, /2_two/);
  });
});

/** Starts a process that applies the real migrations when the returned function is called. */
async function startProcess(database: string) {
  const code = `import { migrate, readMigrations } from "./src/db/migrate.ts";
    const migrations = readMigrations("prisma/migrations");
    process.stdin.once("data", () => {
      console.log("applied " + migrate(process.argv[1], migrations).join(" "));
      process.exit();
    });
    console.log("ready");`;
  const words = ["--import", "tsx", "--input-type=module", "-e", code, database];
  const started = spawn(process.execPath, words);
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

test("processes that start at once all succeed, and each migration is applied once", async () => {
  const names = readMigrations("prisma/migrations").map(({ name }) => name);
  for (const round of ["first", "second", "third"]) {
    file = path.join(folder, round, "test.db");
    const starts = await Promise.all(Array.from({ length: 5 }, () => startProcess(file)));
    const answers = await Promise.all(starts.map((start) => start()));
    const applied = answers.flatMap((answer) => {
      expect(answer).toMatch(/^applied/);
      return answer.split(" ").slice(1).filter(Boolean);
    });
    expect(applied.toSorted()).toEqual(names);
    expect(readRows(LEDGER, file)).toHaveLength(names.length);
  }
}, 60_000);
