import { findEmailAddress } from "@/env/email-address";
import { AppError } from "@/lib/errors";

/**
 * Parses an email address into the form that is stored: trimmed, lower case, with an international
 * domain in punycode. @throws AppError bad_request
 */
export function parseEmail(text: string | undefined): string {
  const address = findEmailAddress(text ?? "");
  if (address !== null) return address;
  throw new AppError(
    "bad_request",
    "That doesn't look like an email address. Example: ada@example.org",
  );
}
