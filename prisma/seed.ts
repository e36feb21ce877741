import { ingest } from "@/features/ingest/mutations";
import { addDays, dayOf } from "@/lib/day";
import sample from "./sample.json";

type SamplePaper = Omit<(typeof sample)[number], "organization" | "githubRepo" | "projectPage"> & {
  organization?: string;
  githubRepo?: string;
  githubStars?: number;
  projectPage?: string;
};

/** A sample paper in the shape that sources send, listed a few days before `now`. */
function toEntry(paper: SamplePaper, now: Date) {
  const { daysAgo, authors, keywords, organization, comments, ...facts } = paper;
  const day = addDays(dayOf(now), -daysAgo);
  const noon = new Date(`${day}T12:00:00.000Z`);
  const listedAt = noon < now ? noon : now;
  return {
    paper: {
      ...facts,
      authors: authors.map((name) => ({ name, hidden: false })),
      submittedOnDailyAt: listedAt.toISOString(),
      ai_keywords: keywords,
      ...(organization && { organization: { name: organization, fullname: organization } }),
    },
    title: facts.title,
    numComments: comments,
  };
}

/**
 * Puts the shipped sample into an empty store: a fortnight of real papers (ids, titles, authors,
 * dates, links and counts are facts; the summaries are ours) that ends on the day of `now`.
 * Answers how many. The first real ingest takes it away.
 *
 * @throws Error where a sample paper is refused: the file is part of the release
 */
export async function plantSample(now: Date): Promise<number> {
  const entries = sample.map((paper) => toEntry(paper, now));
  const report = await ingest(entries, { now: () => now, origin: "command line", sample: true });
  const [rejected] = report.rejected;
  if (rejected) throw new Error(`sample paper ${rejected.id}: ${rejected.reason}`);
  return report.created;
}
