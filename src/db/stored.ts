import { z } from "zod";

/** An instant as the database has it, for statements that are not Prisma's. */
export const toStoredInstant = (instant: Date): string =>
  instant.toISOString().replace("Z", "+00:00");

/** And back. */
export const instant = z.string().transform((text) => new Date(text));
export const instantOrNull = instant.nullable();

/** A whole number of a raw query, which is a bigint where SQLite computed it. */
export const integer = z.union([z.number(), z.bigint()]).transform(Number);

/** A column that holds JSON, parsed and checked. */
export const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** A column that holds a JSON array of strings. */
export const jsonStrings = jsonOf(z.array(z.string()));

/** Checks the rows of a raw query. @throws ZodError where a column is missing or of another type */
export const parseRows = <Schema extends z.ZodType>(
  row: Schema,
  rows: unknown,
): z.output<Schema>[] => z.array(row).parse(rows);

/** From a text on, up to what begins with it, in the order of its characters. */
export const toPrefixRange = (prefix: string): [string, string] => [prefix, `${prefix}\u{10FFFF}`];
