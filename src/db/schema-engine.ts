import { readFileSync } from "node:fs";
import path from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { Migration } from "./migrate";

/** The engine sends a whole migration at once; the stock adapter's `executeRaw` takes one statement. */
function scratchDatabase(): SqlMigrationAwareDriverAdapterFactory {
  const stock = new PrismaBetterSqlite3({ url: ":memory:" });
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await stock.connect();
    return {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      queryRaw: (query) => adapter.queryRaw(query),
      executeRaw: (query) => adapter.executeScript(query.sql).then(() => 0),
      executeScript: (script) => adapter.executeScript(script),
      startTransaction: (level) => adapter.startTransaction(level),
      dispose: () => adapter.dispose(),
    };
  };
  return {
    provider: stock.provider,
    adapterName: stock.adapterName,
    connect,
    connectToShadowDb: connect,
  };
}

async function loadEngine() {
  const home = path.resolve("node_modules/@prisma/schema-engine-wasm");
  const glue = await import(path.join(home, "schema_engine_bg.js"));
  const { instance } = await WebAssembly.instantiate(
    readFileSync(path.join(home, "schema_engine_bg.wasm")),
    { "./schema_engine_bg.js": glue },
  );
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** Loaded once a process: the glue keeps views of its first instance's memory. */
let loaded: ReturnType<typeof loadEngine> | undefined;

/** Virtual tables and what FTS5 keeps them in: SQL by hand, which schema.prisma can't say. */
const SEARCH_TABLES = [
  "SearchWord",
  "SearchIndex",
  ...["config", "content", "data", "docsize", "idx"].map((part) => `SearchIndex_${part}`),
];

type Change = { sql: string; differs: boolean };

/**
 * What separates the migrations from `schema.prisma`, as SQL, told by Prisma's own schema engine
 * in its WebAssembly form (its binary would be a download). For writing migrations and for the
 * test that they agree; nothing at run time needs it.
 */
export async function diffSchema(migrations: Migration[], schema: string): Promise<Change> {
  loaded ??= loadEngine();
  const glue = await loaded;
  const engine = await glue.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(scratchDatabase()),
  );
  const answer = await engine.diff({
    from: {
      tag: "migrations",
      baseDir: "migrations",
      lockfile: { path: "migration_lock.toml", content: 'provider = "sqlite"\n' },
      migrationDirectories: migrations.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      })),
      shadowDbInitScript: "",
    },
    to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters: { externalTables: SEARCH_TABLES, externalEnums: [] },
  });
  return { sql: answer.stdout ?? "", differs: answer.exitCode === 2 };
}
