import { z } from "zod";
import { AppError } from "@/lib/errors";

const address = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** An address as it is kept: trimmed, in lower case. @throws AppError bad_request */
export function parseEmail(text: string | undefined): string {
  const parsed = address.safeParse(text ?? "");
  if (parsed.success) return parsed.data;
  throw new AppError("bad_request", "That is no mail address. Write one like ada@example.org.");
}
