import { readdirSync } from "node:fs";
import { getRecordedFolder, hasRecorded, readRecorded } from "@tests/factories";
import { watchWrites } from "@tests/tables";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { ingest } from "./mutations";
import type { IngestReport } from "./schema";

const NOW = new Date("2026-07-01T00:00:00.000Z");

async function ingestAll(days: string[]): Promise<IngestReport> {
  const total: IngestReport = { created: 0, updated: 0, unchanged: 0, rejected: [] };
  for (const day of days) {
    const report = await ingest(readRecorded(day), { now: () => NOW, origin: "command line", day });
    total.created += report.created;
    total.updated += report.updated;
    total.unchanged += report.unchanged;
    total.rejected.push(...report.rejected);
  }
  return total;
}

test.skipIf(!hasRecorded("2026-02-19"))(
  "all recorded days are imported completely, and a second import writes nothing",
  async () => {
    const days = readdirSync(getRecordedFolder())
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -5));
    expect(days).toHaveLength(173);
    expect(await ingestAll(days)).toEqual({
      created: 4_077,
      updated: 0,
      unchanged: 0,
      rejected: [],
    });
    expect(await db().listing.count()).toBe(4_077);
    expect((await db().listing.groupBy({ by: ["day"] })).map(({ day }) => day).toSorted()).toEqual(
      days.toSorted(),
    );

    const written = watchWrites();
    const again = await ingestAll(days.toReversed());
    expect(again).toEqual({ created: 0, updated: 0, unchanged: 4_077, rejected: [] });
    expect(written()).toBe(false);
  },
  180_000,
);
