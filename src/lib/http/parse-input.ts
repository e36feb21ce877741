import type { z } from "zod";
import { AppError } from "@/lib/errors";

/**
 * Validates the input of a client.
 *
 * @throws AppError bad_request with the first problem, after the name of its field
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".");
  const message = issue?.message ?? "Not valid";
  throw new AppError("bad_request", field ? `${field}: ${message}.` : `${message}.`);
}
