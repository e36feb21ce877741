import { readFileSync } from "node:fs";
import path from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { Migration } from "./migrate";

/**
 * Creates an adapter for a database in memory. The engine sends a whole migration as one text, while
 * the stock adapter's `executeRaw` takes a single statement.
 */
function createScratchAdapter(): SqlMigrationAwareDriverAdapterFactory {
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

/** Loaded once per process, because the glue code keeps views of its first instance's memory. */
let loaded: ReturnType<typeof loadEngine> | undefined;

/** FTS5's virtual tables and its tables behind them: schema.prisma can't express these. */
const SEARCH_TABLES = [
  "SearchWord",
  "SearchIndex",
  ...["config", "content", "data", "docsize", "idx"].map((part) => `SearchIndex_${part}`),
];

type SchemaDiff = { sql: string; differs: boolean };

/**
 * Computes the SQL that leads from the migrations to `schema.prisma`, with the WebAssembly build of
 * Prisma's schema engine (the native one would be a download). Used to write migrations and to test
 * that both agree, never at run time.
 */
export async function diffSchema(migrations: Migration[], schema: string): Promise<SchemaDiff> {
  loaded ??= loadEngine();
  const glue = await loaded;
  const engine = await glue.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(createScratchAdapter()),
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
