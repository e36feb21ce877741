import { z } from "zod";

export const RHYTHMS = ["daily", "weekdays", "weekly", "monthly"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** When a digest goes out. */
export type Schedule = {
  rhythm: Rhythm;
  /** 0 is Sunday. The day of a weekly digest; 1 for every other rhythm */
  weekday: number;
  /** 0–23, in the zone */
  hour: number;
  /** IANA name */
  timeZone: string;
};

const words = z.array(z.string()).optional();

/** What a reader wants to hear of: papers that match any of these, and none of `excluded`. Nothing named is everything. */
export const topicsSchema = z.object({
  /** `cs.CL`, or `cs` for all of it */
  categories: words,
  keywords: words,
  authors: words,
  organizations: words,
  excluded: words,
});
export type Topics = z.infer<typeof topicsSchema>;

export const PAPERS_PER_EMAIL = { min: 5, default: 10, max: 25 };

/** What a reader chose. */
export type Preferences = Schedule & {
  /** Most papers in a mail */
  size: number;
  topicsSchema: Topics;
};

/** The one way to write topics: the same topics, the same text. */
export const serializeTopics = (given: Topics): string => {
  const lists = Object.entries(topicsSchema.parse(given)).filter(([, list]) => list?.length);
  const sorted = lists.map(([name, list]) => [name, [...new Set(list)].toSorted()]);
  return JSON.stringify(Object.fromEntries(sorted.toSorted()));
};

export const parseTopics = (text: string): Topics => topicsSchema.parse(JSON.parse(text));

/** A paper as an issue prints it, frozen. */
export const digestPaperSchema = z.object({
  id: z.string(),
  title: z.string(),
  byline: z.string(),
  excerpt: z.string(),
  upvotes: z.number(),
  /** Why this reader has it: `cs.CL`, `“diffusion”`; none where everything was wanted */
  matchReasons: z.array(z.string()).optional(),
});

export type DigestPaper = z.infer<typeof digestPaperSchema>;

/** The papers chosen from an issue for one reader or many, as they are rendered. */
export type Selection = {
  id: string;
  issueId: string;
  /** `daily/2026-03-05/07/Europe/Berlin`; also its address below /digest */
  edition: string;
  rhythm: Rhythm;
  /** Calendar date in the edition's zone */
  date: string;
  /** When the issue was frozen */
  until: Date;
  subject: string;
  /** Why these papers, in a sentence */
  reason: string;
  papers: DigestPaper[];
};

export const parseDigestPapers = (text: string): DigestPaper[] =>
  z.array(digestPaperSchema).parse(JSON.parse(text));
