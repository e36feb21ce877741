import Sqlite from "better-sqlite3";
import { env } from "@/env";

/** Everything that the database holds, in one text: where no secret may be found. */
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

/** The rows of a table, in the order of its columns, from a connection of our own. */
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

/** Everything that is stored of papers. */
export const readPaperRows = () => ({
  papers: readRows("Paper"),
  authors: readRows("Author"),
  listings: readRows("Listing"),
  organizations: readRows("Organization"),
});

/** From now on watches whether anybody commits a write; ask once, at the end. */
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
