import { ingest } from "@/features/ingest/mutations";
import { createSampleEntries } from "./sample";

/**
 * Stores the sample in an empty database: two weeks of real papers that end on the day of `now`. Ids,
 * titles, authors, dates, links and counts are facts; the abstracts were written for the sample. The
 * first real ingest removes it. Returns the number of papers.
 *
 * @throws Error where a sample paper is rejected: then this release is broken
 */
export async function storeSample(now: Date): Promise<number> {
  const report = await ingest(createSampleEntries(now), {
    now: () => now,
    origin: "command line",
    sample: true,
  });
  const [rejected] = report.rejected;
  if (rejected) throw new Error(`sample paper ${rejected.id}: ${rejected.reason}`);
  return report.created;
}
