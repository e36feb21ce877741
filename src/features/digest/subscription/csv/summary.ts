import { truncate } from "@/lib/text";
import type { ImportReport } from "./mutations-import";

/** So many refused lines are told with their reasons: then whoever wrote the table knows what is wrong. */
const TOLD = 4;

const readers = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "reader" : "readers"}`;

/** What an import did: how many came, and of those that didn't, why; a line each. */
export function formatImportSummary(report: ImportReport): string {
  const { created, confirmed, unchanged, left, rejected, unknownColumns } = report;
  const refused = rejected.slice(0, TOLD).map(({ line, email, reason }) => {
    const whose = email ? ` (${truncate(email, 60)})` : "";
    return `Line ${line}${whose}: ${truncate(reason, 100)}`;
  });
  const more = rejected.length - refused.length;
  const lines = [
    `${readers(created + confirmed)} came.`,
    unchanged > 0 && `Here already: ${readers(unchanged)}, left as they are.`,
    left > 0 && `Left or stopped here before: ${readers(left)}, not brought back.`,
    unknownColumns.length > 0 &&
      `Columns that mean nothing here: ${truncate(unknownColumns.join(", "), 100)}.`,
    rejected.length > 0 && `Refused: ${rejected.length.toLocaleString("en")} of the table's lines.`,
    ...refused,
    more > 0 && `And ${more.toLocaleString("en")} more.`,
  ];
  return lines.filter(Boolean).join("\n");
}
