import { z } from "zod";
import { AppError } from "@/lib/errors";

const MAX_EMAIL_LENGTH = 254;

const emailSchema = z.string().trim().toLowerCase().max(MAX_EMAIL_LENGTH).pipe(z.email());

/** Parses an email address into the form that is stored: trimmed, lower case. @throws AppError bad_request */
export function parseEmail(text: string | undefined): string {
  const parsed = emailSchema.safeParse(text ?? "");
  if (parsed.success) return parsed.data;
  throw new AppError(
    "bad_request",
    "That doesn't look like an email address. Example: ada@example.org",
  );
}
