import Sqlite from "better-sqlite3";
import { env } from "@/env";

/** Everything that the database holds, in one text: where no secret may be found. */
export function everyCell(): string {
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
