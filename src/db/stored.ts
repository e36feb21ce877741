import { z } from "zod";

/** Formats an instant as the database stores it, for statements that Prisma does not build. */
export const toStoredInstant = (instant: Date): string =>
  instant.toISOString().replace("Z", "+00:00");

/** Parses a stored instant to a Date. */
export const instant = z.string().transform((text) => new Date(text));
export const instantOrNull = instant.nullable();

/** An integer in a row of a raw query. Computed ones come as bigint. */
export const integer = z.union([z.number(), z.bigint()]).transform(Number);

/** Creates the schema of a column that holds JSON, from the schema of its value. */
export const jsonColumn = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** A column that holds a JSON array of strings. */
export const jsonStrings = jsonColumn(z.array(z.string()));

/** Checks the rows of a raw query. @throws ZodError if a column is missing or has another type */
export const parseRows = <Schema extends z.ZodType>(
  row: Schema,
  rows: unknown,
): z.output<Schema>[] => z.array(row).parse(rows);

/** Returns the bounds, both inclusive, between which SQLite sorts all texts that begin with a prefix. */
export const toPrefixRange = (prefix: string): [string, string] => [prefix, `${prefix}\u{10FFFF}`];
