import { z } from "zod";
import { jsonColumn } from "@/db/stored";

export const RHYTHMS = ["daily", "weekdays", "weekly", "monthly"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** When a digest is sent. */
export type Schedule = {
  rhythm: Rhythm;
  /** 0 is Sunday. The day of a weekly digest; 1 for every other rhythm */
  weekday: number;
  /** 0–23, in the time zone */
  hour: number;
  /** IANA name */
  timeZone: string;
};

const names = z.array(z.string()).optional();

/**
 * A subscriber's topics: papers match if they match any term of the first four lists and none of
 * `excluded`. If the first four lists are empty, every paper matches that is not excluded.
 */
const topicsSchema = z.object({
  /** `cs.CL`, or `cs` for all of its categories */
  categories: names,
  keywords: names,
  authors: names,
  organizations: names,
  excluded: names,
});
export type Topics = z.infer<typeof topicsSchema>;

export const PAPERS_PER_EMAIL = { min: 5, default: 10, max: 25 };

/** A subscriber's settings. */
export type Preferences = Schedule & {
  /** The maximum number of papers in an email */
  size: number;
  topics: Topics;
};

/** Formats topics as canonical JSON: sorted and without repetitions, so that equal topics have equal texts. */
export const serializeTopics = (topics: Topics): string => {
  const lists = Object.entries(topicsSchema.parse(topics)).filter(([, list]) => list?.length);
  const sorted = lists.map(([name, list]) => [name, [...new Set(list)].toSorted()]);
  return JSON.stringify(Object.fromEntries(sorted.toSorted()));
};

const storedTopics = jsonColumn(topicsSchema);

/** Parses stored topics. @throws ZodError */
export const parseTopics = (text: string): Topics => storedTopics.parse(text);

/** A paper in an issue, with its texts as they were when the issue was frozen. */
const digestPaperSchema = z.object({
  id: z.string(),
  title: z.string(),
  byline: z.string(),
  excerpt: z.string(),
  upvotes: z.number(),
  /** Which of the subscriber's topics it matches: `cs.CL`, `“diffusion”`; absent for a subscriber without topics */
  matchReasons: z.array(z.string()).optional(),
});

export type DigestPaper = z.infer<typeof digestPaperSchema>;

/** The papers chosen from an issue for one or more subscribers. */
export type Selection = {
  id: string;
  issueId: string;
  /** `daily/2026-03-05/07/Europe/Berlin`; also its address below /digest */
  edition: string;
  rhythm: Rhythm;
  /** Calendar date in the edition's time zone */
  date: string;
  /** When the issue was frozen */
  until: Date;
  subject: string;
  /** Why these papers were chosen, in a sentence */
  reason: string;
  papers: DigestPaper[];
};

const storedPapers = jsonColumn(z.array(digestPaperSchema));

/** Parses the papers of a stored selection. @throws ZodError */
export const parseDigestPapers = (text: string): DigestPaper[] => storedPapers.parse(text);
