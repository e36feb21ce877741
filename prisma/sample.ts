import { readFileSync } from "node:fs";
import { z } from "zod";
import { addDays, toUtcDay } from "@/lib/day";

const samplePaper = z.looseObject({
  daysAgo: z.number(),
  id: z.string(),
  title: z.string(),
  publishedAt: z.string(),
  upvotes: z.number(),
  authors: z.array(z.string()),
  keywords: z.array(z.string()),
  comments: z.number(),
  organization: z.string().optional(),
});

type SamplePaper = z.infer<typeof samplePaper>;

/** Converts a sample paper to an entry as sources send it, listed some days before `now`. */
function toEntry(paper: SamplePaper, now: Date) {
  const { daysAgo, authors, keywords, organization, comments, ...facts } = paper;
  const day = addDays(toUtcDay(now), -daysAgo);
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

/** Returns the sample as entries of a source, for two weeks that end on the day of `now`. */
export function createSampleEntries(now: Date) {
  const file = new URL("./sample.json", import.meta.url);
  const papers = z.array(samplePaper).parse(JSON.parse(readFileSync(file, "utf8")));
  return papers.map((paper) => toEntry(paper, now));
}
