import { z } from "zod";

/** An instant as the database has it, for statements that are not Prisma's. */
export const storedInstant = (instant: Date): string =>
  instant.toISOString().replace("Z", "+00:00");

/** And back. */
export const instant = z.string().transform((text) => new Date(text));
export const instantOrNull = instant.nullable();

/** From a text on, up to what begins with it, in the order of its characters. */
export const prefixRange = (prefix: string): [string, string] => [prefix, `${prefix}\u{10FFFF}`];
