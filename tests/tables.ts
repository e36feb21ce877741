import Sqlite from "better-sqlite3";
import { env } from "@/env";

/** Reads all cells of the database into one text, for tests that look for a secret in it. */
export function readEveryCell(): string {
  const database = new Sqlite(env().databaseFile, { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .all();
    return tables
      .map((table) => JSON.stringify(database.prepare(`SELECT * FROM "${table}"`).all()))
      .join("\n");
  } finally {
    database.close();
  }
}

/** Reads the rows of a table, sorted by its columns, on a separate connection. */
export function readRows(table: string, file: string = env().databaseFile): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  try {
    const columns = database.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table);
    const order = columns.map((name) => `"${name}"`).join(", ");
    return database.prepare(`SELECT * FROM "${table}" ORDER BY ${order}`).all();
  } finally {
    database.close();
  }
}

/** Reads all rows that belong to papers. */
export const readPaperRows = () => ({
  papers: readRows("Paper"),
  authors: readRows("Author"),
  listings: readRows("Listing"),
  organizations: readRows("Organization"),
});

/** Watches for committed writes. Call the returned function once, at the end: it returns whether there were any. */
export function watchWrites(): () => boolean {
  const database = new Sqlite(env().databaseFile, { readonly: true });
  const version = () => database.pragma("data_version", { simple: true });
  const before = version();
  return () => {
    const after = version();
    database.close();
    return after !== before;
  };
}
