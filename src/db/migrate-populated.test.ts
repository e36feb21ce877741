import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ingestEntries, makeEntry, makePerson, NOW } from "@tests/factories";
import { readRows } from "@tests/tables";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { env } from "@/env";
import { castVote } from "@/features/votes/mutations";
import { closeDatabase } from "./client";
import { type Migration, migrate, readMigrations } from "./migrate";

const real = readMigrations("prisma/migrations");
const ROWS = 3;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "daily-papers-populated-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const schemaRow = z.object({ name: z.string(), sql: z.string() });
const column = z.object({ name: z.string(), type: z.string() });
const foreignKey = z.object({ table: z.string(), from: z.string(), to: z.string() });

function withDatabase<T>(file: string, use: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** Lists the tables with the SQL that creates them, without those of Prisma, SQLite and full-text search. */
const listTables = (database: Sqlite.Database) =>
  z.array(schemaRow).parse(
    database
      .prepare(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE "%'
         AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name`,
      )
      .all(),
  );

/** Lists triggers and views with the SQL that creates them, in an order in which they can be created. */
const listDependents = (database: Sqlite.Database) =>
  z.array(schemaRow.extend({ type: z.string() })).parse(
    database
      .prepare(
        `SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')
         ORDER BY type DESC, rowid`,
      )
      .all(),
  );
const buildDrops = (dependents: { type: string; name: string }[]) =>
  dependents
    .toReversed()
    .map(({ type, name }) => `DROP ${type} "${name}";`)
    .join("\n");
const buildCreates = (dependents: { sql: string }[]) =>
  dependents.map(({ sql }) => `${sql};`).join("\n");

const JSON_LIST = /^(keywords|mediaUrls|categories|papers|rejections)$/;

/** Creates the value of row `index`; keys and their references get the same one. */
function createValue({ name, type }: z.infer<typeof column>, index: number): string | number {
  if (/BOOL/i.test(type)) return index % 2;
  if (/INT/i.test(type)) return index;
  if (/REAL|NUM|DEC/i.test(type)) return index + 0.5;
  if (/DATE/i.test(type)) return `2026-03-0${index}T10:00:00.000+00:00`;
  return JSON_LIST.test(name) ? `["text ${index}"]` : `text ${index}`;
}

type MakeValue = (table: string, one: z.infer<typeof column>, index: number) => string | number;

/** Inserts `rows` rows into every table. Triggers are dropped meanwhile, so that they add no rows. */
function populate(
  file: string,
  rows = ROWS,
  makeValue: MakeValue = (_, one, index) => createValue(one, index),
): void {
  withDatabase(file, (database) => {
    database.pragma("foreign_keys=OFF");
    const dependents = listDependents(database);
    database.exec(buildDrops(dependents));
    for (const { name } of listTables(database)) {
      const columns = z.array(column).parse(database.pragma(`table_info("${name}")`));
      const placeholders = columns.map(() => "?").join(", ");
      const insert = database.prepare(`INSERT INTO "${name}" VALUES (${placeholders})`);
      for (let index = 1; index <= rows; index += 1) {
        insert.run(columns.map((one) => makeValue(name, one, index)));
      }
    }
    database.exec(buildCreates(dependents));
    expect(database.pragma("foreign_key_check")).toEqual([]);
  });
}

const countRows = (file: string): Record<string, number> =>
  withDatabase(file, (database) =>
    Object.fromEntries(
      listTables(database).map(({ name }) => {
        const count = database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get();
        return [name, z.number().parse(count)];
      }),
    ),
  );

const rowSchema = z.record(z.string(), z.unknown());

/** Reads all rows of every table, in the order of their insertion. */
const readContents = (file: string) =>
  withDatabase(file, (database) =>
    Object.fromEntries(
      listTables(database).map(({ name }) => [
        name,
        z.array(rowSchema).parse(database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).all()),
      ]),
    ),
  );

/** Creates a migration that rebuilds tables with their indexes, triggers and views, as Prisma does for SQLite. */
function createRebuild(file: string, names: string[]): Migration {
  const dependents = withDatabase(file, listDependents);
  const steps = withDatabase(file, (database) =>
    listTables(database)
      .filter(({ name }) => names.includes(name))
      .map(({ name, sql }) => {
        const indexes = database
          .prepare(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql <> ''",
          )
          .pluck()
          .all(name);
        return `${sql.replace(`"${name}"`, `"new_${name}"`)};
          INSERT INTO "new_${name}" SELECT * FROM "${name}";
          DROP TABLE "${name}";
          ALTER TABLE "new_${name}" RENAME TO "${name}";
          ${indexes.map((index) => `${index};`).join("\n")}`;
      }),
  );
  const pragmas = (value: string) => `PRAGMA defer_foreign_keys=${value};\nPRAGMA foreign_keys=`;
  return {
    name: "99999999999999_rebuilds",
    sql: `${pragmas("ON")}OFF;\n${buildDrops(dependents)}\n${steps.join("\n")}\n${buildCreates(dependents)}
      ${pragmas("OFF")}ON;`,
    checksum: "made up",
  };
}

const readSchema = (file: string): unknown[] =>
  withDatabase(file, (database) =>
    database.prepare("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY type, name").all(),
  );

test.each(real.map(({ name }) => name))(
  "a populated database of the schema after %s keeps every row when it is migrated to the newest",
  (last) => {
    const length = real.findIndex(({ name }) => name === last) + 1;
    const file = path.join(folder, "test.db");
    migrate(file, real.slice(0, length));
    populate(file);
    const before = countRows(file);
    expect(Object.values(before)).toSatisfy((all: number[]) => all.every((rows) => rows === ROWS));

    expect(migrate(file, real)).toEqual(real.slice(length).map(({ name }) => name));
    const after = countRows(file);
    for (const [table, rows] of Object.entries(before)) {
      // A migration may drop a table on purpose, but a table that is kept must keep its rows.
      if (table in after) expect(after[table], table).toBeGreaterThanOrEqual(rows);
    }
  },
);

describe("the migration plain_names", () => {
  const at = real.findIndex(({ name }) => name.endsWith("_plain_names"));
  const RENAMED: Record<string, Record<string, string>> = {
    Paper: { announcedBy: "announcementBasis" },
    SourceRecord: { saidHash: "entryHash" },
    Listing: { said: "rawEntry", saidHash: "rawEntryHash" },
    DigestIssue: { readers: "deliveryCount", why: "emptyReason" },
    DigestSelection: { why: "reason" },
    Delivery: { doubts: "uncertainAttempts", triedAt: "firstTriedAt", story: "attemptLog" },
  };
  const paper = { id: "2603.00001", title: 'On "because": a\u2028survey', upvotes: 3 };
  const TOPICS = [
    {},
    { without: ["survey", "“ü”"] },
    { authors: ["Ada Lovelace"], categories: ["cs.CL"], without: ["a"], keywords: ["b"] },
    { keywords: ["without"] },
  ];
  const PAPERS = [
    [],
    [paper, { ...paper, because: ["cs.CL", "“diffusion”"], excerpt: "" }],
    [{ ...paper, because: [] }],
    Array.from({ length: 12 }, (_, number) => ({ ...paper, upvotes: number, because: ["a"] })),
  ];
  const VALUES: Record<string, string[]> = {
    "Subscription.state": ["pending", "active", "unsubscribed", "stopped", "deleted"],
    "Subscription.rhythm": ["daily", "weekdays", "weekly", "monthly"],
    "Subscription.stoppedBy": ["refused", "bounced", "bouncing", "complained"],
    "Subscription.topics": TOPICS.map((topics) => JSON.stringify(topics)),
    "DigestIssue.rhythm": ["daily", "weekdays", "weekly", "monthly"],
    "DigestSelection.papers": PAPERS.map((papers) => JSON.stringify(papers)),
    "Delivery.state": ["pending", "sending", "sent", "deferred", "bounced", "skipped", "unknown"],
    "Delivery.story": ["[]", '[{"at":"2026-03-05T07:00:00.000+00:00","answer":"451 later"}]'],
    "Bounce.kind": ["hard", "soft", "complaint", "ignored"],
  };
  const makeValue: MakeValue = (table, one, index) => {
    const values = VALUES[`${table}.${one.name}`];
    return values?.[index % values.length] ?? createValue(one, index);
  };

  const renameColumns = (table: string, row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [RENAMED[table]?.[name] ?? name, value]),
    );

  test("keeps every row and every value under the new names", () => {
    const file = path.join(folder, "test.db");
    migrate(file, real.slice(0, at));
    populate(file, 8, makeValue);
    const before = readContents(file);
    expect(migrate(file, real.slice(0, at + 1))).toEqual([real[at]?.name]);
    const after = readContents(file);
    expect(Object.keys(after)).toEqual(Object.keys(before));

    const json = ["topics", "papers"];
    const others = (row: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !json.includes(name)));
    for (const [table, rows] of Object.entries(before)) {
      const expected = rows.map((row) => others(renameColumns(table, row)));
      expect(rows, table).toHaveLength(8);
      expect(after[table]?.map(others), table).toEqual(expected);
    }
    const values = (table: string, name: string) =>
      after[table]?.map((row) => z.string().parse(row[name]));
    // Row `index` got the value at `index` modulo the length of the list, from index 1 on.
    const cycle = <T>(all: T[]) =>
      Array.from({ length: 8 }, (_, row) => all[(row + 1) % all.length]);
    expect(values("Subscription", "topics")).toEqual(
      cycle([
        "{}",
        '{"excluded":["survey","“ü”"]}',
        '{"authors":["Ada Lovelace"],"categories":["cs.CL"],"excluded":["a"],"keywords":["b"]}',
        '{"keywords":["without"]}',
      ]),
    );
    expect(values("DigestSelection", "papers")?.map((text) => JSON.parse(text))).toEqual(
      cycle([
        [],
        [paper, { ...paper, matchReasons: ["cs.CL", "“diffusion”"], excerpt: "" }],
        [{ ...paper, matchReasons: [] }],
        Array.from({ length: 12 }, (_, number) => ({
          ...paper,
          upvotes: number,
          matchReasons: ["a"],
        })),
      ]),
    );
  });

  test("leaves a text that is not JSON as it is", () => {
    const file = path.join(folder, "test.db");
    migrate(file, real.slice(0, at));
    populate(file, ROWS, (_, one, index) =>
      /^(topics|papers)$/.test(one.name) ? `"because" without ${index}` : createValue(one, index),
    );
    const before = readContents(file);
    migrate(file, real.slice(0, at + 1));
    expect(readContents(file).Subscription).toEqual(before.Subscription);
    expect(readContents(file).DigestSelection?.map(({ papers }) => papers)).toEqual(
      before.DigestSelection?.map(({ papers }) => papers),
    );
  });
});

test("a later migration that rebuilds every table keeps every row, index and reference", () => {
  const file = path.join(folder, "test.db");
  migrate(file, real);
  populate(file);
  const [before, schema] = [countRows(file), readSchema(file)];
  const extra = createRebuild(file, Object.keys(before));
  expect(Object.keys(before).length).toBeGreaterThan(10);

  expect(migrate(file, [...real, extra])).toEqual([extra.name]);
  expect(countRows(file)).toEqual(before);
  expect(readSchema(file)).toEqual(schema);
  withDatabase(file, (database) => {
    const references = Object.keys(before).flatMap((name) =>
      z.array(foreignKey).parse(database.pragma(`foreign_key_list("${name}")`)),
    );
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter(({ table }) => !(table in before))).toEqual([]);
    database.pragma("foreign_keys=ON");
    database.exec('DELETE FROM "Paper"');
  });
  expect(countRows(file)).toMatchObject({ Author: 0, Listing: 0, Vote: 0, Person: ROWS });
});

test("a later migration that rebuilds Paper keeps its authors, listings and votes", async () => {
  await ingestEntries([makeEntry({ authors: 40 }), makeEntry({ day: "2026-03-04", authors: 40 })]);
  await castVote({ paperId: "2603.00001", personId: await makePerson() }, NOW);
  await closeDatabase();
  const file = env().databaseFile;
  const tables = ["Paper", "Author", "Listing", "Vote", "Person"];
  const before = tables.map((table) => readRows(table));
  expect(before.map((rows) => rows.length)).toEqual([1, 40, 2, 1, 1]);

  const extra = createRebuild(file, ["Paper"]);
  expect(extra.sql).toMatch(/DROP TABLE "Paper"/);
  expect(migrate(file, [...real, extra])).toEqual([extra.name]);
  expect(tables.map((table) => readRows(table))).toEqual(before);
  expect(await castVote({ paperId: "2603.00001", personId: await makePerson("two") }, NOW)).toEqual(
    {
      upvoted: true,
      upvotes: 5,
    },
  );
});
