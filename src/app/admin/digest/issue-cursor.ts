import type { IssueCursor } from "@/features/digest/admin/queries";

/** Where a page of issues ends, as its address has it. */
export const formatIssueCursor = ({ dueAt, id }: IssueCursor): string =>
  encodeURIComponent(`${dueAt.toISOString()}_${id}`);

/** The mark of an address, or null for the first page. */
export function parseIssueCursor(text: unknown): IssueCursor | null {
  const [, at = "", id = ""] = /^(\d{4}-[\dT:.-]{1,20}Z)_(.{1,100})$/.exec(String(text)) ?? [];
  const dueAt = new Date(at);
  return Number.isNaN(dueAt.getTime()) ? null : { dueAt, id };
}
