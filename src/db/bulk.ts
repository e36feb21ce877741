import type { TransactionClient } from "./client";

type Value = string | number | boolean | Date | null;

/** The adapter's form of an instant; two forms in one column would sort wrongly. */
const instant = (date: Date) => date.toISOString().replace("Z", "+00:00");

const quoted = (name: string) => `"${name}"`;

/**
 * Writes many rows of one table in one statement: what is new is inserted, what stands there
 * under the same key is set to the row. Prisma's own `createMany` takes twenty times as long,
 * and it can't update. Table and columns are names of the schema, never input.
 *
 * @param rows all with the same columns, in the same order
 */
export async function upsertRows<Row extends Record<string, Value>>(
  transaction: TransactionClient,
  table: string,
  key: (keyof Row & string)[],
  rows: Row[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const changes = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quoted(column)}=excluded.${quoted(column)}`);
  const values = rows.map((row) =>
    columns.map((column) => {
      const value = row[column] ?? null;
      return value instanceof Date ? instant(value) : value;
    }),
  );
  // `WHERE true` tells SQLite's parser that ON CONFLICT is not a join's.
  await transaction.$executeRawUnsafe(
    `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")})
     SELECT ${columns.map((_, index) => `value->>${index}`).join(", ")} FROM json_each(?) WHERE true
     ON CONFLICT (${key.map(quoted).join(", ")}) DO UPDATE SET ${changes.join(", ")}`,
    JSON.stringify(values),
  );
}
