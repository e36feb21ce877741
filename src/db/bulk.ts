import type { TransactionClient } from "./client";

type Value = string | number | boolean | Date | null;

/** SQLite takes 32,766 parameters a statement. */
const MOST_PARAMETERS = 30_000;

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
  const size = Math.max(1, Math.floor(MOST_PARAMETERS / columns.length));
  const row = `(${columns.map(() => "?").join(", ")})`;
  for (let start = 0; start < rows.length; start += size) {
    const chunk = rows.slice(start, start + size);
    await transaction.$executeRawUnsafe(
      `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")})
       VALUES ${chunk.map(() => row).join(", ")}
       ON CONFLICT (${key.map(quoted).join(", ")}) DO UPDATE SET ${changes.join(", ")}`,
      ...chunk.flatMap((one) => columns.map((column) => one[column] ?? null)),
    );
  }
}
