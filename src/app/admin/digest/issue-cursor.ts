import type { IssueCursor } from "@/features/digest/admin/queries";

/** Formats a cursor for a query string. */
export const formatIssueCursor = ({ dueAt, id }: IssueCursor): string =>
  encodeURIComponent(`${dueAt.toISOString()}_${id}`);

/** Parses the cursor of a search parameter. Returns null, the first page's, for anything else. */
export function parseIssueCursor(text: unknown): IssueCursor | null {
  const [, time = "", id = ""] = /^(\d{4}-[\dT:.-]{1,20}Z)_(.{1,100})$/.exec(String(text)) ?? [];
  const dueAt = new Date(time);
  return Number.isNaN(dueAt.getTime()) ? null : { dueAt, id };
}
