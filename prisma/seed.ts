import { ingest } from "@/features/ingest/mutations";
import { sampleEntries } from "./sample";

/**
 * Puts the shipped sample into an empty store: a fortnight of real papers (ids, titles, authors,
 * dates, links and counts are facts; the summaries are ours) that ends on the day of `now`.
 * Answers how many. The first real ingest takes it away.
 *
 * @throws Error where a sample paper is refused: the file is part of the release
 */
export async function plantSample(now: Date): Promise<number> {
  const report = await ingest(sampleEntries(now), {
    now: () => now,
    origin: "command line",
    sample: true,
  });
  const [rejected] = report.rejected;
  if (rejected) throw new Error(`sample paper ${rejected.id}: ${rejected.reason}`);
  return report.created;
}
