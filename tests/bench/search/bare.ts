import Database from "better-sqlite3";
import type { QueryStep } from "@/db/read-worker";

/** Runs only the statements of a search, on a connection like the worker's. */
export function createBareRunner(file: string) {
  const database = new Database(file, { readonly: true });
  for (const pragma of ["cache_size=-131072", "temp_store=MEMORY"]) {
    database.pragma(pragma);
  }
  const prepared = new Map<string, Database.Statement<unknown[], Record<string, unknown>>>();
  return {
    read(steps: QueryStep[]): void {
      const answers: Record<string, unknown>[][] = [];
      for (const { sql, parameters } of steps) {
        const statement =
          prepared.get(sql) ?? database.prepare<unknown[], Record<string, unknown>>(sql);
        prepared.set(sql, statement);
        const values = parameters.map((value) => {
          if (value === null || typeof value !== "object") return value;
          const column = answers[value.step]?.map((row) => row[value.column]);
          return JSON.stringify(column?.filter((one) => one !== null));
        });
        answers.push(statement.all(...values));
      }
    },
    close: () => database.close(),
  };
}
