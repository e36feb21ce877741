import { plural } from "@/lib/plural";
import { truncate } from "@/lib/text/text";
import type { ImportReport } from "./mutations-import";

/** Enough to see what is wrong with a table. */
const MAX_REASONS_SHOWN = 4;

function formatRejectedLines(rejected: ImportReport["rejected"]): string[] {
  if (rejected.length === 0) return [];
  const shown = rejected.slice(0, MAX_REASONS_SHOWN).map(({ line, email, reason }) => {
    const address = email ? ` (${truncate(email, 60)})` : "";
    return `Line ${line}${address}: ${truncate(reason, 100)}`;
  });
  const rest = rejected.length - shown.length;
  const lines = [`Rejected ${plural(rejected.length, "line")}:`, ...shown];
  if (rest > 0) lines.push(`And ${rest.toLocaleString("en")} more.`);
  return lines;
}

/** Formats what an import did, and why it left out the rest, one sentence a line. */
export function formatImportSummary(report: ImportReport): string {
  const { created, confirmed, unchanged, resumed, left, rejected, unknownColumns } = report;
  const lines = [`Added ${plural(created + confirmed, "subscriber")}.`];
  if (resumed) lines.push(`Resumed emails to ${plural(resumed, "subscriber")}.`);
  if (unchanged > 0)
    lines.push(`Already subscribed: ${plural(unchanged, "subscriber")}, not changed.`);
  if (left > 0) {
    lines.push(
      `Unsubscribed or stopped here: ${plural(left, "subscriber")}, not subscribed again.`,
    );
  }
  if (unknownColumns.length > 0) {
    lines.push(`Unknown columns: ${truncate(unknownColumns.join(", "), 100)}.`);
  }
  return [...lines, ...formatRejectedLines(rejected)].join("\n");
}
